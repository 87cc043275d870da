package io.vigie.console.core.picture;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.console.core.picture.Answer.Up;
import io.vigie.event.CheckResult;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.Standing;
import io.vigie.event.TrafficSampled;
import io.vigie.event.TrafficSampled.Series;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PictureTest {

  private static final String HEALTH = "health-service";
  private static final String LB = "lb-service";
  private static final String VRRP = "vrrp-service";
  private static final String STORAGE = "storage-watcher";
  private static final String DB = "db-watcher";

  private final Teller teller = new Teller();

  /** All is well, by both balancers. */
  @BeforeEach
  void allIsWell() {
    for (String lb : List.of("lb-1", "lb-2")) {
      for (String node : List.of("k3s-1", "k3s-2")) {
        teller.says(lb, HEALTH, node(node, NodeStatus.UP));
        teller.says(lb, LB, server(node, ServerState.ACTIVE));
      }
      teller.says(lb, HEALTH, frontend(true));
      teller.says(lb, LB, new PoolChanged("web", PoolState.HEALTHY, 2, 2));
    }
    teller.says("lb-1", VRRP, role(Role.ACTIVE));
    teller.says("lb-2", VRRP, role(Role.BACKUP));
    teller.alive("lb-1", "lb-2");
  }

  @Test
  void itIsUpWhenNothingIsAmiss() {
    assertEquals(
        new Answer(Up.UP, "Clients get through, and nothing is amiss.", List.of()),
        teller.answer());
  }

  @Test
  void aNodeThatAllSeeDownDegradesIt() {
    teller.pass(3);
    teller.says("lb-1", HEALTH, node("k3s-1", NodeStatus.DOWN));
    assertEquals(Standing.DISPUTED, one(Node.class, "k3s-1").state());
    assertEquals(Up.DEGRADED, teller.answer().up());
    teller.pass(1);
    teller.says("lb-2", HEALTH, node("k3s-1", NodeStatus.DOWN));
    Node node = one(Node.class, "k3s-1");
    assertEquals(Standing.DOWN, node.state());
    assertEquals(teller.at(4), node.since());
    assertEquals("Clients get through; node k3s-1 is down.", teller.answer().text());
    assertEquals("node/k3s-1", teller.answer().reasons().getFirst().subject());
  }

  @Test
  void whatIsSaidAgainIsSoSinceItWasFirstSaid() {
    teller.pass(3);
    teller.says("lb-1", HEALTH, node("k3s-1", NodeStatus.UP));
    Node node = one(Node.class, "k3s-1");
    assertEquals(teller.at(0), node.since());
  }

  @Test
  void anObserverThatDoubtsItselfDoesNotCount() {
    teller.says("lb-1", HEALTH, node("k3s-1", NodeStatus.DOWN));
    teller.says(
        "lb-1",
        HEALTH,
        new ObserverChanged("lb-1", ObserverState.IMPAIRED, "link eth0 is down", List.of("k3s-1")));
    Node node = one(Node.class, "k3s-1");
    assertEquals(Standing.UP, node.state());
    assertEquals(List.of(false, true), node.observers().stream().map(Node.Seen::counts).toList());
    Balancer balancer = one(Balancer.class, "lb-1");
    assertEquals("impaired", balancer.observer().state());
    assertEquals(
        "Clients get through; observer lb-1 doubts itself: link eth0 is down.",
        teller.answer().text());
  }

  @Test
  void aFrontendThatNobodyReachesIsDown() {
    teller.says("lb-1", HEALTH, frontend(false));
    assertEquals(Up.DEGRADED, teller.answer().up());
    teller.says("lb-2", HEALTH, frontend(false));
    assertEquals(
        "Clients do not get through everywhere: frontend https is not reached.",
        teller.answer().text());
  }

  @Test
  void aPoolThatRefusesOnOneBalancerOnlyDegradesIt() {
    teller.says("lb-2", LB, new PoolChanged("web", PoolState.REFUSING, 0, 2));
    assertEquals(Up.DEGRADED, teller.answer().up());
    teller.says("lb-1", LB, new PoolChanged("web", PoolState.REFUSING, 0, 2));
    assertEquals(Up.DOWN, teller.answer().up());
    Pool pool = one(Pool.class, "web");
    assertEquals("refusing", pool.state());
  }

  @Test
  void aVipWithoutAHolderIsDown() {
    teller.says("lb-1", VRRP, role(Role.BACKUP));
    assertEquals(
        "Clients do not get through everywhere: nobody holds VIP main.", teller.answer().text());
    Vip vip = one(Vip.class, "main");
    assertNull(vip.holder());
  }

  @Test
  void aVipWithTwoHoldersIsContested() {
    teller.says("lb-2", VRRP, role(Role.ACTIVE));
    Vip vip = one(Vip.class, "main");
    assertTrue(vip.contested());
    assertEquals("Clients get through; VIP main is held by lb-1 and lb-2.", teller.answer().text());
  }

  @Test
  void whoIsSilentHoldsNothingAndIsShownAsSilent() {
    teller.pass(5);
    teller.alive("lb-2");
    teller.pass(2);
    Vip vip = one(Vip.class, "main");
    assertNull(vip.holder());
    Balancer silent = one(Balancer.class, "lb-1");
    assertFalse(silent.present());
    assertEquals("unknown", silent.observer().state());
    assertEquals(teller.at(0), silent.services().getFirst().heardAt());
    Balancer there = one(Balancer.class, "lb-2");
    assertTrue(there.present());
  }

  @Test
  void whenNobodyIsHeardItIsUnknown() {
    teller.pass(60);
    assertEquals(Up.UNKNOWN, teller.answer().up());
  }

  @Test
  void historyIsNoSignOfLife() {
    Teller later = new Teller();
    later.history("lb-1", HEALTH, node("k3s-1", NodeStatus.DOWN));
    assertEquals(
        Standing.UNKNOWN, later.<Node>list("nodes").stream().findFirst().orElseThrow().state());
    assertEquals(Up.UNKNOWN, later.answer().up());
  }

  @Test
  void whileTheLogIsReadItIsUnknown() {
    Answer answer =
        (Answer) requireNonNull(teller.scene(new Contact(true, false, null, null)).get("answer"));
    assertEquals(Up.UNKNOWN, answer.up());
  }

  @Test
  void withoutKafkaThoseElsewhereAreNotCalledSilent() {
    teller.pass(7);
    teller.picture.linkAlive("lb-1", HEALTH, teller.now());
    Answer answer =
        (Answer)
            requireNonNull(
                teller.scene(new Contact(false, true, teller.at(1), "unreachable")).get("answer"));
    assertEquals(
        List.of("kafka/log"),
        answer.reasons().stream()
            .map(Reason::subject)
            .filter(subject -> subject.startsWith("kafka") || subject.startsWith("balancer"))
            .toList());
  }

  @Test
  void trafficIsAddedUpAndForgotten() {
    Series series = series(7, 30);
    teller.says("lb-1", LB, new TrafficSampled("https", series, Map.of("web/k3s-1", series)));
    teller.says("lb-2", LB, new TrafficSampled("https", series, Map.of("web/k3s-1", series)));
    Traffic both = new Traffic(60, 14, 0, 0, 0, 0);
    Frontend frontend = one(Frontend.class, "https");
    assertEquals(both, frontend.traffic());
    Pool pool = one(Pool.class, "web");
    assertEquals(both, pool.traffic());
    assertEquals(both, pool.servers().getFirst().traffic());
    assertEquals(
        new Traffic(30, 7, 0, 0, 0, 0), pool.servers().getFirst().balancers().getFirst().traffic());
    teller.pass(31);
    Frontend later = one(Frontend.class, "https");
    assertNull(later.traffic());
  }

  @Test
  void aVolumeAtRiskIsRebuiltAndGoes() {
    teller.says("lb-1", STORAGE, volume("pvc-1", VolumeHealth.HEALTHY));
    teller.says("lb-1", STORAGE, volume("pvc-0", VolumeHealth.HEALTHY));
    Endangered endangered = new Endangered("pvc-1", "StatefulSet git/gitea", 100, 2, false);
    teller.says(
        "lb-1",
        STORAGE,
        new NodeAtRisk("k3s-1", Risk.AT_RISK, "probes", 1, 1, 1, 100, List.of(endangered)));
    teller.says("lb-1", STORAGE, rebuild(RebuildStage.COPYING, 42));
    Volume first = teller.<Volume>list("volumes").getFirst();
    assertEquals("pvc-1", first.name());
    assertEquals(new TreeSet<>(List.of("k3s-1")), first.atRisk());
    assertEquals(42, requireNonNull(first.rebuild()).percent());
    Node node = one(Node.class, "k3s-1");
    assertEquals(new Node.AtRisk(1, 100, "probes", teller.at(0)), node.atRisk());

    teller.says("lb-2", STORAGE, rebuild(RebuildStage.DONE, 100));
    teller.says(
        "lb-2", STORAGE, new NodeAtRisk("k3s-1", Risk.CLEAR, "probes", 1, 1, 0, 0, List.of()));
    Volume whole = one(Volume.class, "pvc-1");
    assertEquals(Collections.emptySortedSet(), whole.atRisk());
    teller.pass(601);
    Volume later = one(Volume.class, "pvc-1");
    assertNull(later.rebuild());

    teller.says("lb-1", STORAGE, volume("pvc-1", VolumeHealth.DELETED));
    assertEquals(
        List.of("pvc-0"), teller.<Volume>list("volumes").stream().map(Volume::name).toList());
  }

  @Test
  void aReplicaThatIsDeletedGoes() {
    teller.says("lb-1", STORAGE, volume("pvc-1", VolumeHealth.HEALTHY));
    teller.says("lb-1", STORAGE, replica(ReplicaState.FAILED));
    Volume with = one(Volume.class, "pvc-1");
    assertEquals("failed", with.replicas().getFirst().state());
    teller.says("lb-1", STORAGE, replica(ReplicaState.DELETED));
    Volume without = one(Volume.class, "pvc-1");
    assertEquals(List.of(), without.replicas());
  }

  @Test
  void aFailoverRunsUntilTheDatabaseIsRedundant() {
    teller.says("lb-1", DB, database(DatabaseHealth.DOWN, 2));
    teller.says("lb-1", DB, failover(FailoverStage.WRITABLE));
    Database during = one(Database.class, "db/pg");
    assertTrue(requireNonNull(during.change()).running());
    assertFalse(during.redundant());
    assertEquals(
        "Clients get through; database db/pg cannot be written to.", teller.answer().text());
    teller.says("lb-2", DB, failover(FailoverStage.REDUNDANT));
    teller.says("lb-2", DB, database(DatabaseHealth.HEALTHY, 3));
    Database after = one(Database.class, "db/pg");
    assertFalse(requireNonNull(after.change()).running());
    assertTrue(after.redundant());
    assertEquals(Up.UP, teller.answer().up());
  }

  @Test
  void theLastWishByTimeHolds() {
    teller.says("lb-1", "cli", wish(Kind.MAINTENANCE, "new memory"));
    Node out = one(Node.class, "k3s-2");
    assertEquals(Kind.MAINTENANCE, requireNonNull(out.wish()).kind());
    assertEquals("new memory", out.wish().why());
    teller.pass(1);
    teller.says("lb-2", "console", wish(Kind.READY, null));
    Node in = one(Node.class, "k3s-2");
    assertNull(in.wish());
  }

  @Test
  void subjectsBeyondTheBoundAreNotTakenIn() {
    for (int i = 0; i <= Words.MOST_SUBJECTS; i++) {
      teller.says("lb-1", STORAGE, volume("pvc-" + i, VolumeHealth.HEALTHY));
    }
    assertEquals(Words.MOST_SUBJECTS, teller.scene().get("volumesTotal"));
    assertEquals(Volume.MOST_SHOWN, teller.list("volumes").size());
  }

  private <T extends Record> T one(Class<T> kind, String name) {
    return teller.scene().values().stream()
        .filter(List.class::isInstance)
        .flatMap(part -> ((List<?>) part).stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(record -> name.equals(name(record)))
        .findFirst()
        .orElseThrow();
  }

  private static String name(Record record) {
    return switch (record) {
      case Node node -> node.name();
      case Pool pool -> pool.name();
      case Vip vip -> vip.name();
      case Frontend frontend -> frontend.name();
      case Balancer balancer -> balancer.name();
      case Volume volume -> volume.name();
      case Database database -> database.name();
      default -> throw new IllegalArgumentException(record.toString());
    };
  }

  private static NodeChanged node(String name, NodeStatus status) {
    return new NodeChanged(name, status, List.of(), List.of("web"), 0, 0, false);
  }

  private static FrontendChanged frontend(boolean reached) {
    CheckResult result = reached ? CheckResult.L4OK : CheckResult.L4TOUT;
    return new FrontendChanged("https", "10.0.2.1:443", reached, result, "", false);
  }

  private static ServerChanged server(String node, ServerState state) {
    return new ServerChanged("web", node, state, ServerState.DOWN, "", 0, 1);
  }

  private static RoleChanged role(Role role) {
    return new RoleChanged(
        "main", 51, role, Role.INITIALIZE, RoleReason.STARTED, "", 100, null, List.of("10.0.2.1"));
  }

  private static VolumeChanged volume(String name, VolumeHealth health) {
    return new VolumeChanged(
        name, health, "k3s-2", "git/data", "StatefulSet git/gitea", 100, 3, 3, "");
  }

  private static ReplicaChanged replica(ReplicaState state) {
    return new ReplicaChanged("pvc-1-r-1", "pvc-1", "k3s-1", state, null, null);
  }

  private static RebuildChanged rebuild(RebuildStage stage, int progress) {
    return new RebuildChanged(
        "pvc-1", stage, "pvc-1-r-2", "k3s-1", null, 1, progress, 100, 10L, 6L, "measured", "");
  }

  private static ClusterChanged database(DatabaseHealth health, int ready) {
    return new ClusterChanged("db/pg", health, "pg-2", "k3s-2", 3, ready, List.of(), List.of(), "");
  }

  private static FailoverChanged failover(FailoverStage stage) {
    return new FailoverChanged(
        "db/pg",
        1,
        FailoverKind.FAILOVER,
        stage,
        "pg-1",
        "pg-2",
        null,
        1L,
        2L,
        3L,
        6L,
        "",
        true,
        "quorum",
        "");
  }

  private static CommandRequested wish(Kind kind, @Nullable String why) {
    return new CommandRequested(kind, "k3s-2", null, null, false, "anna", null, why);
  }

  private static Series series(long each, long sessions) {
    List<Long> zeros = Collections.nCopies(10, 0L);
    return new Series(
        Collections.nCopies(10, each),
        zeros,
        zeros,
        Collections.nCopies(10, sessions),
        zeros,
        zeros);
  }
}
