package io.vigie.kube.gate;

import io.vigie.event.RoleChanged.Role;
import io.vigie.kube.gate.Balancer.Router;
import io.vigie.kube.gate.Layout.Place;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** No VIP is held where the node is: by a balancer that goes down with it, or by itself. */
final class VipRules {

  private final GatePicture picture;
  private final String node;
  private final Findings findings;
  private final Place own;

  VipRules(GatePicture picture, String node, Findings findings) {
    this.picture = picture;
    this.node = node;
    this.findings = findings;
    this.own = picture.layout().nodes().getOrDefault(node, new Place(node, null));
  }

  void judge() {
    if (picture.layout().vips().isEmpty()) {
      findings.yes(Area.VIP, "no VIPs are configured: nothing to check");
      return;
    }
    Map<String, Balancer> heard = new TreeMap<>();
    for (String name : picture.layout().balancers().keySet()) {
      Balancer balancer = picture.balancers().get(name);
      Source source = balancer == null ? Source.NEVER : balancer.vrrp();
      if (balancer == null || source.state() != Source.State.FRESH) {
        findings.unknown(
            Area.FRESHNESS,
            "%s/vrrp-service: %s; whether it holds a VIP is not known"
                .formatted(name, source.why()),
            "start it, or see why it is silent: vigie status");
      } else {
        heard.put(name, balancer);
      }
    }
    picture.layout().vips().forEach(vip -> judge(vip, heard));
  }

  private void judge(String vip, Map<String, Balancer> heard) {
    TreeSet<String> holders = new TreeSet<>();
    TreeSet<String> told = new TreeSet<>();
    TreeSet<String> backups = new TreeSet<>();
    heard.forEach(
        (name, balancer) -> {
          Router router = balancer.routers().get(vip);
          if (router == null) {
            findings.unknown(
                Area.VIP,
                "%s has not said whether it holds VIP %s".formatted(name, vip),
                "ask again in some seconds");
          } else if (router.holds()) {
            holders.add(name);
          } else if (router.role() == Role.BACKUP) {
            backups.add(name);
            String active = router.active();
            if (active != null) {
              told.add(active);
            }
          }
        });
    if (holders.isEmpty()) {
      holders.addAll(told); // one that is no Vigie
    }
    holders.forEach(holder -> holder(vip, holder, backups));
    if (holders.size() > 1) {
      findings.unknown(
          Area.VIP,
          "VIP %s is held by %s at the same time".formatted(vip, Findings.names(holders)),
          "see 'vigie status' and what vrrp.peer-conflict events say");
    } else if (holders.isEmpty() && !heard.isEmpty()) {
      findings.unknown(
          Area.VIP, "nobody says that he holds VIP " + vip, "see 'vigie status'; ask again");
    }
  }

  private void holder(String vip, String holder, Set<String> backups) {
    Place place = place(holder);
    if (place == null && own.address().equals(holder)) {
      place = own;
    }
    if (place == null) {
      findings.unknown(
          Area.VIP,
          "VIP %s is held by %s, which is no balancer of the configuration".formatted(vip, holder),
          "name it under balancers:, with its host:, so that it is known where it is");
    } else if (place.isTogetherWith(own)) {
      String where = own.host() == null ? "the same machine" : "host " + own.host();
      findings.no(
          Area.VIP,
          "VIP %s is held by %s, which is on %s with %s".formatted(vip, holder, where, node),
          "vigie handover " + vip);
    } else {
      findings.yes(Area.VIP, "VIP %s is held by %s, which is elsewhere".formatted(vip, holder));
      backups.stream()
          .filter(backup -> isHere(backup))
          .forEach(
              backup ->
                  findings.warning(
                      Area.VIP,
                      "%s, which would take VIP %s over, is on the same host as %s"
                          .formatted(backup, vip, node),
                      "if the whole host goes down, nobody can take it over"));
    }
  }

  private boolean isHere(String balancer) {
    Place place = place(balancer);
    return place != null && place.isTogetherWith(own);
  }

  /** Where a holder is, by its name or its address; null if it is none of ours. */
  private @Nullable Place place(String holder) {
    Place named = picture.layout().balancers().get(holder);
    if (named != null) {
      return named;
    }
    return picture.layout().balancers().values().stream()
        .filter(place -> place.address().equals(holder))
        .findFirst()
        .orElse(null);
  }
}
