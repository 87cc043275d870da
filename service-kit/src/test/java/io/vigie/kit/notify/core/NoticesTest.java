package io.vigie.kit.notify.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckResult;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.FrontendChanged;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import io.vigie.event.VipMoved;
import io.vigie.kit.config.SyncGroupConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticesTest {

  private static final Map<String, SyncGroupConfig> GROUPS =
      Map.of("edge", new SyncGroupConfig(List.of("main", "v6")));

  private final Notices notices = new Notices(GROUPS, Map.of());
  private int n;

  private List<String> of(Notices notices, Event event) {
    Sequence sequence = new Sequence(1, ++n);
    Envelope envelope =
        new Envelope(
            Fact.root("id-" + n, event), "/vigie/lb-1/health-service", sequence, Instant.EPOCH);
    return notices.of(envelope).stream()
        .map(told -> told.occasion() + " " + String.join(" ", words(told.notice())))
        .toList();
  }

  private static List<String> words(Notice one) {
    return new Letter("lab", Parcel.of(one)).arguments();
  }

  private List<String> of(Event event) {
    return of(notices, event);
  }

  private static NodeChanged node(NodeStatus status, boolean impaired) {
    return new NodeChanged("k3s-1", status, List.of("web"), List.of(), 0, 0, impaired);
  }

  private static RoleChanged role(String vip, Role role, RoleReason reason) {
    return new RoleChanged(vip, 51, role, Role.BACKUP, reason, "", 150, null, List.of("192.0.2.8"));
  }

  @Test
  void aTroubleIsToldOnceAndItsEndOnce() {
    assertEquals(List.of(), of(node(NodeStatus.UP, false)), "it was never down");
    assertEquals(List.of("NODE NODE k3s-1 DOWN 0"), of(node(NodeStatus.DOWN, false)));
    assertEquals(List.of(), of(node(NodeStatus.DOWN, false)));
    assertEquals(List.of("NODE NODE k3s-1 FLAPPING 0"), of(node(NodeStatus.FLAPPING, false)));
    assertEquals(List.of("NODE NODE k3s-1 UP 0"), of(node(NodeStatus.UP, false)));
    assertEquals(List.of(), of(node(NodeStatus.UP, false)));
  }

  @Test
  void whoDoubtsHimselfWakesNobodyAboutOthers() {
    assertEquals(List.of(), of(node(NodeStatus.DOWN, true)));
    assertEquals(
        List.of(),
        of(new FrontendChanged("https", "192.0.2.8:443", false, CheckResult.L4TOUT, "", true)));
    assertEquals(
        List.of("OBSERVER OBSERVER lb-1 IMPAIRED 0"),
        of(new ObserverChanged("lb-1", ObserverState.IMPAIRED, "all lost", List.of("a"))));
  }

  @Test
  void theEndOfATroubleOfTheLastLifeIsTold() {
    of(node(NodeStatus.DOWN, false));
    Notices next = new Notices(GROUPS, notices.open());
    assertEquals(List.of(), of(next, node(NodeStatus.DOWN, false)), "said again after the start");
    assertEquals(List.of("NODE NODE k3s-1 UP 0"), of(next, node(NodeStatus.UP, false)));
  }

  @Test
  void aPoolWithoutSomeServersServes() {
    assertEquals(List.of(), of(new PoolChanged("web", PoolState.DEGRADED, 2, 3)));
    assertEquals(
        List.of("POOL POOL web REFUSING 0"), of(new PoolChanged("web", PoolState.REFUSING, 0, 3)));
    assertEquals(
        List.of("POOL POOL web FAILING-OPEN 0"),
        of(new PoolChanged("web", PoolState.FAILING_OPEN, 3, 3)));
    assertEquals(
        List.of("POOL POOL web DEGRADED 0"), of(new PoolChanged("web", PoolState.DEGRADED, 2, 3)));
  }

  @Test
  void rolesAreSaidAsKeepalivedDoes() {
    assertEquals(
        List.of("VIP_ROLE INSTANCE main BACKUP 150"),
        of(role("main", Role.BACKUP, RoleReason.STARTED)));
    assertEquals(
        List.of("VIP_ROLE INSTANCE v6 BACKUP 150", "VIP_ROLE GROUP edge BACKUP 0"),
        of(role("v6", Role.BACKUP, RoleReason.STARTED)));
    assertEquals(
        List.of("VIP_ROLE INSTANCE main MASTER 150"),
        of(role("main", Role.ACTIVE, RoleReason.ACTIVE_SILENT)));
    assertEquals(
        List.of("VIP_ROLE INSTANCE v6 MASTER 150", "VIP_ROLE GROUP edge MASTER 0"),
        of(role("v6", Role.ACTIVE, RoleReason.ACTIVE_SILENT)));
    assertEquals(List.of(), of(role("main", Role.LEAVING, RoleReason.HANDOVER)), "still master");
    assertEquals(
        List.of("VIP_ROLE INSTANCE main FAULT 150"),
        of(role("main", Role.INITIALIZE, RoleReason.FAULT)));
    assertEquals(
        List.of("VIP_ROLE INSTANCE other STOP 150"),
        of(role("other", Role.INITIALIZE, RoleReason.STOPPED)));
  }

  @Test
  void aMoveIsNewsEachTime() {
    VipMoved moved =
        new VipMoved("main", List.of("192.0.2.8"), "lb-2", "lb-1", RoleReason.ACTIVE_SILENT, 312L);
    assertEquals(List.of("VIP_MOVED VIP main MOVED 0"), of(moved));
    assertEquals(List.of("VIP_MOVED VIP main MOVED 0"), of(moved));
  }

  @Test
  void theLastReplicaAndNone() {
    assertEquals(
        List.of("LAST_REPLICA REPLICA pvc-1 LAST 0"),
        of(new LastReplica("pvc-1", true, "r1", "k3s-1", null)));
    assertEquals(
        List.of("LAST_REPLICA REPLICA pvc-1 NONE 0"),
        of(new LastReplica("pvc-1", true, null, null, null)));
    assertEquals(
        List.of("LAST_REPLICA REPLICA pvc-1 CLEAR 0"),
        of(new LastReplica("pvc-1", false, null, null, null)));
  }

  @Test
  void openTroublesAreBounded() {
    for (int i = 0; i < Notices.MOST_OPEN + 100; i++) {
      of(new PoolChanged("p" + i, PoolState.REFUSING, 0, 1));
    }
    assertEquals(Notices.MOST_OPEN, notices.open().size());
    assertTrue(notices.open().containsKey("POOL/p" + (Notices.MOST_OPEN + 99)));
  }
}
