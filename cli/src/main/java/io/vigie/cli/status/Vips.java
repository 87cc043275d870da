package io.vigie.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.status.Report.RouterLine;
import io.vigie.cli.status.Report.VipLine;
import io.vigie.cli.story.Picture;
import io.vigie.cli.story.Picture.Said;
import io.vigie.event.Event;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.VipConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who holds each VIP, from what every balancer's vrrp-service has said of itself. A silent one does
 * not count. Pure.
 *
 * @param silent whether a balancer's vrrp-service is
 * @param here the state of this machine's vrrp-service by VIP; missing if there is none. It hears
 *     adverts, so it knows of a holder that is no Vigie
 */
record Vips(VigieConfig config, Picture picture, Predicate<String> silent, JsonNode here) {

  List<VipLine> lines() {
    return config.vips().entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
  }

  private VipLine line(String vip, VipConfig with) {
    List<RouterLine> routers =
        config.balancers().keySet().stream().map(balancer -> router(vip, balancer)).toList();
    List<String> holders = new ArrayList<>(those(Role.ACTIVE, routers));
    if (holders.isEmpty()) {
      holders.addAll(those(Role.LEAVING, routers)); // else it only lets sessions end
    }
    String heard = here.path(vip).path("active").textValue();
    if (holders.isEmpty() && heard != null) {
      holders.add(heard);
    }
    return new VipLine(vip, with.addresses(), holders, trouble(vip, holders, routers), routers);
  }

  private RouterLine router(String vip, String balancer) {
    boolean stale = silent.test(balancer);
    Optional<Said<RoleChanged>> role = said(RoleChanged.class, vip, balancer);
    if (role.isEmpty()) {
      return new RouterLine(balancer, "unknown", null, null, List.of(), stale);
    }
    RoleChanged is = role.get().event();
    List<String> unwell = new ArrayList<>();
    if (is.role() == Role.INITIALIZE) {
      unwell.add(is.detail());
    }
    Optional<PriorityChanged> priority =
        said(PriorityChanged.class, vip, balancer).map(Said::event);
    priority
        .filter(said -> said.priority() < said.configured())
        .map(PriorityChanged::reasons)
        .ifPresent(unwell::addAll);
    return new RouterLine(
        balancer,
        is.role().wire(),
        priority.map(PriorityChanged::priority).orElse(is.priority()),
        role.get().envelope().time().toString(),
        unwell,
        stale);
  }

  private <E extends Event> Optional<Said<E>> said(Class<E> kind, String vip, String balancer) {
    return picture.of(kind).stream()
        .filter(said -> said.event().subject().equals(vip))
        .filter(said -> said.envelope().host().equals(balancer))
        .findFirst();
  }

  private static List<String> those(Role role, List<RouterLine> routers) {
    return routers.stream()
        .filter(router -> !router.stale() && router.role().equals(role.wire()))
        .map(RouterLine::balancer)
        .toList();
  }

  private static @Nullable String trouble(
      String vip, List<String> holders, List<RouterLine> routers) {
    if (holders.size() > 1) {
      return "vip %s: held by %s at the same time".formatted(vip, String.join(" and ", holders));
    }
    if (!holders.isEmpty()) {
      return null;
    }
    return routers.stream().allMatch(RouterLine::stale)
        ? "vip %s: nobody says who holds it".formatted(vip)
        : "vip %s: nobody holds it".formatted(vip);
  }
}
