package io.vigie.lab.chaos.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

  private final List<Envelope> said = new ArrayList<>();
  private Sequence sequence = new Sequence(1, 0);

  private void says(String host, String service, Event event) {
    sequence = sequence.next();
    said.add(
        new Envelope(
            Fact.root("id-" + said.size(), event),
            Envelope.source(host, service),
            sequence,
            Instant.EPOCH));
  }

  private void node(String host, NodeStatus status) {
    says(
        host,
        "health-service",
        new NodeChanged("k3s-1", status, List.of(), List.of(), 0, 0, false));
  }

  private void role(String host, Role role) {
    says(
        host,
        "vrrp-service",
        new RoleChanged(
            "main", 51, role, Role.INITIALIZE, RoleReason.STARTED, "", 100, null, List.of()));
  }

  @Test
  void theLastWordOfEachCounts() {
    node("lb-1", NodeStatus.DOWN);
    node("lb-2", NodeStatus.DOWN);
    node("lb-1", NodeStatus.UP);
    node("lb-2", NodeStatus.FLAPPING);
    role("lb-1", Role.ACTIVE);
    role("lb-1", Role.BACKUP);
    role("lb-2", Role.ACTIVE);
    assertEquals(List.of(), Agreement.quarrels(said));
  }

  @Test
  void whatIsNotAsItShouldBeIsSaid() {
    node("lb-1", NodeStatus.UP);
    node("lb-2", NodeStatus.DOWN);
    role("lb-1", Role.ACTIVE);
    role("lb-2", Role.ACTIVE);
    says(
        "lb-2",
        "health-service",
        new ObserverChanged("lb-2", ObserverState.IMPAIRED, "no answer", List.of()));
    says(
        "lb-2",
        "lb-service",
        new ServerChanged(
            "https", "k3s-1", ServerState.DOWN, ServerState.ACTIVE, "node down", 0, 0));
    assertEquals(
        List.of(
            "lb-2 calls k3s-1 down",
            "lb-2 doubts itself: no answer",
            "lb-2 keeps https/k3s-1 out: node down",
            "vip main is held by [lb-1, lb-2]"),
        Agreement.quarrels(said).stream().sorted().toList());
  }
}
