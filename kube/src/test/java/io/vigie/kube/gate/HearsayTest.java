package io.vigie.kube.gate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.ServiceAlive;
import io.vigie.event.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HearsayTest {

  private final Hearsay hearsay = new Hearsay();
  private long now = TimeUnit.HOURS.toNanos(1);
  private int sequence;

  @Test
  void whoWasNeverHeardIsSilent() {
    assertEquals(Source.State.NEVER, lb("lb-1").lb().state());
    assertEquals(Source.State.NEVER, lb("lb-1").vrrp().state());
    assertEquals(Map.of("k3s-1", Standing.UNKNOWN), hearsay.standings(List.of("k3s-1"), now));
  }

  @Test
  void aServerIsAsItsBalancerSaidLast() {
    say("lb-1", "lb-service", server(ServerState.ACTIVE), true);
    say("lb-1", "lb-service", server(ServerState.DOWN), true);
    say("lb-2", "lb-service", server(ServerState.ACTIVE), true);
    assertEquals(Map.of("traefik/k3s-1", ServerState.DOWN), lb("lb-1").servers());
    assertEquals(Map.of("traefik/k3s-1", ServerState.ACTIVE), lb("lb-2").servers());
    assertEquals(Source.FRESH, lb("lb-1").lb());
  }

  @Test
  void historyIsNoSignOfLife() {
    say("lb-1", "lb-service", server(ServerState.ACTIVE), false);
    assertEquals(Source.State.NEVER, lb("lb-1").lb().state());
    say("lb-1", "lb-service", new ServiceAlive("lb-1", "lb-service", "1", 5), true);
    assertEquals(Source.FRESH, lb("lb-1").lb());
    assertEquals(Map.of("traefik/k3s-1", ServerState.ACTIVE), lb("lb-1").servers());
  }

  @Test
  void whoIsSilentForSevenSecondsIsNotReliedOn() {
    say("lb-1", "vrrp-service", role(Role.ACTIVE), true);
    now += TimeUnit.SECONDS.toNanos(6);
    assertEquals(Source.FRESH, lb("lb-1").vrrp());
    now += TimeUnit.SECONDS.toNanos(1);
    assertEquals(Source.stale("silent for 7 s"), lb("lb-1").vrrp());
    assertTrue(requireNonNull(lb("lb-1").routers().get("main")).holds());
  }

  @Test
  void aLinkThatEndsIsTheEndOfItsService() {
    hearsay.linkAlive("lb-1", "lb-service", now);
    assertEquals(Source.FRESH, lb("lb-1").lb());
    hearsay.linkLost("lb-1", "lb-service");
    assertEquals(Source.State.NEVER, lb("lb-1").lb().state());
  }

  @Test
  void theObserversHoldWhatTheyAgreeOn() {
    NodeChanged down = new NodeChanged("k3s-1", NodeStatus.DOWN, List.of(), List.of(), 0, 0, false);
    NodeChanged up = new NodeChanged("k3s-1", NodeStatus.UP, List.of(), List.of(), 0, 0, false);
    say("lb-1", "health-service", down, true);
    assertEquals(Map.of("k3s-1", Standing.DOWN), hearsay.standings(List.of("k3s-1"), now));
    say("lb-2", "health-service", up, true);
    assertEquals(Map.of("k3s-1", Standing.DISPUTED), hearsay.standings(List.of("k3s-1"), now));
  }

  private Balancer lb(String name) {
    return requireNonNull(hearsay.balancers(List.of(name), now).get(name));
  }

  private static ServerChanged server(ServerState state) {
    return new ServerChanged("traefik", "k3s-1", state, ServerState.ACTIVE, "checks", 0, 1);
  }

  private static RoleChanged role(Role role) {
    return new RoleChanged(
        "main", 51, role, Role.BACKUP, RoleReason.ACTIVE_SILENT, "", 100, "lb-1", List.of());
  }

  private void say(String host, String service, Event event, boolean fresh) {
    Envelope envelope =
        new Envelope(
            Fact.root("id-" + sequence, event),
            Envelope.source(host, service),
            new Sequence(1, ++sequence),
            Instant.EPOCH);
    hearsay.heard(envelope, fresh, now);
  }
}
