package io.vigie.vrrp.app;

import io.vigie.event.Envelope;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServiceAlive;
import io.vigie.kit.config.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the other balancers' vrrp-services say of themselves: who could take a VIP now. Thread rule:
 * the service's own context.
 */
final class Peers {

  private static final long PRESENT_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final int MOST = 1_024;

  /** Nothing there would serve the VIP. Who only stays back may be asked to take it. */
  private static final int SICK = 1;

  private final String self;
  private final Map<String, Long> seenNanos = new HashMap<>();
  private final Map<Place, Said> said = new LinkedHashMap<>();

  private record Place(String host, String vip) {}

  private record Said(@Nullable Role role, int priority) {
    @Override
    public String toString() {
      return (role == null ? "role unknown" : role.wire()) + ", priority " + priority;
    }
  }

  Peers(String self) {
    this.self = self;
  }

  void heard(Envelope envelope, boolean fresh, long now) {
    String host = envelope.host();
    if (!envelope.service().equals(ServiceName.VRRP.wire())
        || host.equals(self)
        || (said.size() >= MOST && !seenNanos.containsKey(host))) {
      return;
    }
    if (fresh) {
      seenNanos.put(host, now);
    }
    switch (envelope.event()) {
      case RoleChanged role ->
          said.merge(
              new Place(host, role.vip()),
              new Said(role.role(), role.priority()),
              (_, next) -> next);
      case PriorityChanged priority ->
          said.merge(
              new Place(host, priority.vip()),
              new Said(null, priority.priority()),
              (old, next) -> new Said(old.role(), next.priority()));
      case ServiceAlive _ -> {} // that it is there was noted above
      default -> {}
    }
  }

  /**
   * Why nobody, or not this one, is known to be ready to take a VIP.
   *
   * @param to the wanted host, or null for any
   * @return empty if somebody is
   */
  Optional<String> objection(String vip, @Nullable String to, long now) {
    String best = null;
    int most = 0;
    for (Map.Entry<Place, Said> one : said.entrySet()) {
      String host = one.getKey().host();
      Long seen = seenNanos.get(host);
      boolean ready =
          one.getKey().vip().equals(vip)
              && seen != null
              && now - seen <= PRESENT_NANOS
              && one.getValue().role() == Role.BACKUP
              && one.getValue().priority() > SICK;
      if (ready && one.getValue().priority() > most) {
        best = host;
        most = one.getValue().priority();
      }
    }
    if (best == null) {
      return Optional.of("no other balancer is known to be ready for " + vip + known(vip, now));
    }
    return to == null || to.equals(best)
        ? Optional.empty()
        : Optional.of(
            "%s would go to %s, which is next in line, not to %s".formatted(vip, best, to));
  }

  private String known(String vip, long now) {
    List<String> peers = new ArrayList<>();
    said.forEach(
        (place, said) -> {
          Long seen = seenNanos.get(place.host());
          boolean there = seen != null && now - seen <= PRESENT_NANOS;
          if (place.vip().equals(vip)) {
            peers.add(place.host() + ": " + (there ? said : "not heard of lately"));
          }
        });
    return peers.isEmpty() ? "" : " (" + String.join("; ", peers) + ")";
  }
}
