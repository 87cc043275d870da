package io.vigie.console.core.picture;

import io.vigie.event.PeerConflict;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.VipMoved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A VIP, as it is shown. */
record Vip(
    String name,
    List<String> addresses,
    @Nullable String holder,
    boolean contested,
    @Nullable Instant since,
    @Nullable Move lastMove,
    List<Router> routers,
    List<Conflict> conflicts) {

  /** How it moved last. */
  record Move(
      @Nullable String from, String to, String reason, @Nullable Long gapMillis, Instant at) {}

  /** Its virtual router on a balancer. */
  record Router(
      String balancer,
      String role,
      @Nullable Instant since,
      @Nullable Integer priority,
      @Nullable Integer configured,
      String reason,
      List<String> unwell,
      boolean present) {

    private boolean holds() {
      return present && (role.equals(Role.ACTIVE.wire()) || role.equals(Role.LEAVING.wire()));
    }
  }

  /** A router on the link that does not go together with ours. */
  record Conflict(
      String balancer, String peer, String kind, String detail, String advice, Instant since) {}

  static List<Vip> all(Sight sight) {
    return sight.layout().vips().entrySet().stream()
        .map(vip -> of(vip.getKey(), vip.getValue(), sight))
        .toList();
  }

  private static Vip of(String name, List<String> addresses, Sight sight) {
    List<Router> routers =
        sight.layout().balancers().keySet().stream().map(b -> router(name, b, sight)).toList();
    List<Router> holders = routers.stream().filter(Router::holds).toList();
    return new Vip(
        name,
        addresses,
        holders.isEmpty() ? stranger(name, sight) : holders.getFirst().balancer(),
        holders.size() > 1,
        holders.isEmpty() ? null : holders.getFirst().since(),
        lastMove(name, sight).orElse(null),
        routers,
        conflicts(name, sight));
  }

  private static Router router(String vip, String balancer, Sight sight) {
    boolean present = sight.present(balancer, Sight.VRRP);
    Optional<Said<RoleChanged>> role = sight.of(RoleChanged.class, vip, balancer);
    if (role.isEmpty()) {
      return new Router(balancer, "unknown", null, null, null, "", List.of(), present);
    }
    RoleChanged is = role.get().event();
    Optional<PriorityChanged> priority =
        sight.of(PriorityChanged.class, vip, balancer).map(Said::event);
    List<String> unwell = new ArrayList<>();
    if (is.role() == Role.INITIALIZE) {
      unwell.add(is.detail());
    }
    priority
        .filter(said -> said.priority() < said.configured())
        .map(PriorityChanged::reasons)
        .ifPresent(unwell::addAll);
    return new Router(
        balancer,
        is.role().wire(),
        role.get().since(),
        priority.map(PriorityChanged::priority).orElse(is.priority()),
        priority.map(PriorityChanged::configured).orElse(null),
        is.detail(),
        unwell,
        present);
  }

  /** Who holds it that is none of ours, by who hears its adverts. */
  private static @Nullable String stranger(String vip, Sight sight) {
    return sight.on(RoleChanged.class, vip).stream()
        .filter(said -> sight.present(said.by(), Sight.VRRP))
        .map(said -> said.event().active())
        .filter(Objects::nonNull)
        .filter(active -> !sight.layout().balancers().containsKey(active))
        .findFirst()
        .orElse(null);
  }

  private static Optional<Move> lastMove(String vip, Sight sight) {
    return sight.on(VipMoved.class, vip).stream()
        .max(Comparator.comparing(Said::at))
        .map(
            said ->
                new Move(
                    said.event().from(),
                    said.event().to(),
                    said.event().reason().wire(),
                    said.event().gapMillis(),
                    said.at()));
  }

  private static List<Conflict> conflicts(String vip, Sight sight) {
    return sight.words().all(PeerConflict.class).stream()
        .filter(said -> said.event().vip().equals(vip) && sight.present(said.by(), Sight.VRRP))
        .map(
            said ->
                new Conflict(
                    said.by(),
                    said.event().peer(),
                    said.event().kind().wire(),
                    said.event().detail(),
                    said.event().advice(),
                    said.since()))
        .toList();
  }

  /** Whether nobody holds it, though somebody would know. */
  boolean lost() {
    return holder == null && routers.stream().anyMatch(Router::present);
  }

  void reasons(List<Reason> to) {
    if (contested) {
      List<String> holders = routers.stream().filter(Router::holds).map(Router::balancer).toList();
      to.add(
          Reason.bad("vip", name, "VIP " + name + " is held by " + String.join(" and ", holders)));
    } else if (lost()) {
      to.add(Reason.bad("vip", name, "nobody holds VIP " + name));
    }
    for (Router router : routers) {
      if (router.present() && !router.unwell().isEmpty()) {
        to.add(
            Reason.warning(
                "vip",
                name,
                "VIP %s would rather not be on %s: %s"
                    .formatted(name, router.balancer(), String.join("; ", router.unwell()))));
      }
    }
    for (Conflict conflict : conflicts) {
      to.add(
          Reason.bad(
              "vip",
              name,
              "VIP %s: %s does not fit: %s".formatted(name, conflict.peer(), conflict.detail())));
    }
  }
}
