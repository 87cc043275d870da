package io.vigie.vrrp.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeersTest {

  private static final long NOW = TimeUnit.SECONDS.toNanos(100);

  private final Peers peers = new Peers("a");

  @Test
  void aBackupThatWasHeardIsReady() {
    hear("b", role(Role.BACKUP, 100), true);
    assertEquals(Optional.empty(), peers.objection("main", null, NOW));
    assertEquals(Optional.empty(), peers.objection("main", "b", NOW));
  }

  @Test
  void whoStaysBackMayBeAskedToTakeIt() {
    hear("b", role(Role.BACKUP, 2), true);
    assertEquals(Optional.empty(), peers.objection("main", null, NOW));
  }

  @Test
  void whoIsSickOrActiveOrOfAnotherVipIsNot() {
    hear("b", role(Role.BACKUP, 100), true);
    hear("b", new PriorityChanged("main", 1, 100, 100, List.of("lb-service is gone")), true);
    assertEquals(
        Optional.of("no other balancer is known to be ready for main (b: backup, priority 1)"),
        peers.objection("main", null, NOW));
    hear("b", role(Role.ACTIVE, 100), true);
    assertEquals(
        Optional.of("no other balancer is known to be ready for main (b: active, priority 100)"),
        peers.objection("main", null, NOW));
    assertEquals(
        Optional.of("no other balancer is known to be ready for dns"),
        peers.objection("dns", null, NOW));
  }

  @Test
  void whoIsOnlyInTheLogOrSilentIsNot() {
    hear("b", role(Role.BACKUP, 100), false);
    hear("c", role(Role.BACKUP, 100), true);
    assertEquals(Optional.empty(), peers.objection("main", null, NOW));
    assertEquals(
        Optional.of(
            "no other balancer is known to be ready for main (b: not heard of lately; c: not heard"
                + " of lately)"),
        peers.objection("main", null, NOW + TimeUnit.SECONDS.toNanos(7)));
  }

  @Test
  void itGoesToTheStrongestOnly() {
    hear("b", role(Role.BACKUP, 100), true);
    hear("c", role(Role.BACKUP, 120), true);
    assertEquals(Optional.empty(), peers.objection("main", "c", NOW));
    assertEquals(
        Optional.of("main would go to c, which is next in line, not to b"),
        peers.objection("main", "b", NOW));
  }

  private static RoleChanged role(Role role, int priority) {
    return new RoleChanged(
        "main", 51, role, Role.INITIALIZE, RoleReason.STARTED, "", priority, null, List.of());
  }

  private void hear(String host, Event event, boolean fresh) {
    Fact fact = Fact.root("id", event);
    String source = Envelope.source(host, "vrrp-service");
    peers.heard(new Envelope(fact, source, new Sequence(1, 1), Instant.EPOCH), fresh, NOW);
  }
}
