package io.vigie.kube.gate;

import static io.vigie.kube.gate.Area.DATABASE;
import static io.vigie.kube.gate.Area.ETCD;
import static io.vigie.kube.gate.Area.FRESHNESS;
import static io.vigie.kube.gate.Area.KUBERNETES;
import static io.vigie.kube.gate.Area.LONGHORN;
import static io.vigie.kube.gate.Area.POOLS;
import static io.vigie.kube.gate.Area.VIP;
import static io.vigie.kube.gate.Drafts.condition;
import static io.vigie.kube.gate.Row.row;
import static io.vigie.kube.gate.Verdict.NO;
import static io.vigie.kube.gate.Verdict.UNKNOWN;
import static io.vigie.kube.gate.Verdict.WARNING;
import static io.vigie.kube.gate.Verdict.YES;

import io.vigie.event.Standing;
import io.vigie.kube.gate.Drafts.VolumeDraft;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.read.Kind;
import java.util.List;
import java.util.stream.Stream;

/** Rows about the nodes, and about what is known at all. */
final class ClusterRows {

  private ClusterRows() {}

  static List<Row> rows() {
    return Stream.of(well(), kubernetes(), etcd(), freshness()).flatMap(List::stream).toList();
  }

  private static List<Row> well() {
    return List.of(
        row("all is well", 3, YES, LONGHORN, "each of 1 volumes", s -> {}),
        row("all is well, and etcd is counted", 3, YES, ETCD, "2 of 3 votes, and needs 2", s -> {}),
        row("all is well, and pools are", 3, YES, POOLS, "every pool keeps a server", s -> {}),
        row("the engine is here", 1, YES, LONGHORN, WARNING, "attached here: pvc-1", s -> {}),
        row("the primary is here", 1, YES, DATABASE, WARNING, "has its primary pg-1 here", s -> {}),
        row(
            "no Longhorn",
            3,
            YES,
            LONGHORN,
            "Longhorn is not installed",
            s -> {
              s.volumes.clear();
              for (Kind kind : Kind.values()) {
                if (kind.scope() == Kind.Scope.LONGHORN) {
                  s.kind(kind, Source.MISSING);
                }
              }
            }),
        row(
            "no CloudNativePG",
            3,
            YES,
            DATABASE,
            "CloudNativePG is not installed",
            s -> {
              s.databases.clear();
              s.kind(Kind.POSTGRES, Source.MISSING).kind(Kind.QUORUM, Source.MISSING);
            }),
        row("no volumes", 3, YES, LONGHORN, "there are no volumes", s -> s.volumes.clear()),
        row("no databases", 3, YES, DATABASE, "there are no databases", s -> s.databases.clear()),
        row("no VIPs", 1, YES, VIP, "no VIPs are configured", s -> s.vips.clear()));
  }

  private static List<Row> kubernetes() {
    return List.of(
        row(
            "another node is unreachable",
            3,
            NO,
            KUBERNETES,
            "k3s-2 is not ready (NodeStatusUnknown)",
            s -> s.node(2, n -> n.ready = condition(Tri.UNKNOWN, "NodeStatusUnknown"))),
        row(
            "another node is not ready",
            3,
            NO,
            KUBERNETES,
            "k3s-1 is not ready",
            s -> s.node(1, n -> n.ready = condition(Tri.FALSE))),
        row(
            "another node does not say whether it is ready",
            3,
            UNKNOWN,
            KUBERNETES,
            "whether k3s-2 is ready is not said",
            s -> s.node(2, n -> n.ready = Condition.ABSENT)),
        row(
            "another node is cordoned",
            3,
            NO,
            KUBERNETES,
            "k3s-2 is cordoned",
            s -> s.node(2, n -> n.cordoned = true)),
        row(
            "it is cordoned itself",
            3,
            YES,
            ETCD,
            "2 of 3",
            s -> {
              s.node(3, n -> n.cordoned = true);
              s.budgets.remove("im-3"); // as Longhorn does once it is content
            }),
        row(
            "the probes know first",
            3,
            NO,
            KUBERNETES,
            "k3s-2 is down for the observers",
            s -> s.standing(2, Standing.DOWN)),
        row(
            "the observers disagree",
            3,
            UNKNOWN,
            KUBERNETES,
            "one observer says that k3s-2 is down",
            s -> s.standing(2, Standing.DISPUTED)),
        row(
            "another node comes and goes",
            3,
            UNKNOWN,
            KUBERNETES,
            "k3s-2 goes up and down",
            s -> s.standing(2, Standing.FLAPPING)),
        row(
            "a check of another node fails",
            3,
            YES,
            KUBERNETES,
            WARNING,
            "some check of k3s-2 fails",
            s -> s.standing(2, Standing.DEGRADED)),
        row(
            "it is down already",
            3,
            YES,
            KUBERNETES,
            WARNING,
            "k3s-3 is down already",
            s -> s.standing(3, Standing.DOWN)),
        row(
            "a node of the configuration that Kubernetes does not have",
            4,
            UNKNOWN,
            KUBERNETES,
            "no node of Kubernetes",
            s -> s.places.put("k3s-4", new Layout.Place("192.168.1.106", null))),
        row("the only node", 1, NO, KUBERNETES, "there is no other node", s -> s.servers(1)));
  }

  private static List<Row> etcd() {
    return List.of(
        row(
            "another member is unhealthy before its node is not ready",
            3,
            NO,
            ETCD,
            "no vote: k3s-2 (Unhealthy)",
            s -> s.node(2, n -> n.voter = condition(Tri.FALSE, "Unhealthy"))),
        row(
            "another member is a learner",
            3,
            NO,
            ETCD,
            "k3s-2 (MemberIsLearner)",
            s -> s.node(2, n -> n.voter = condition(Tri.FALSE, "MemberIsLearner"))),
        row(
            "it is the learner",
            4,
            YES,
            ETCD,
            "3 of 4 votes, and needs 3",
            s -> {
              s.servers(4);
              s.node(4, n -> n.voter = condition(Tri.FALSE, "MemberIsLearner"));
            }),
        row(
            "a vote is not known",
            3,
            UNKNOWN,
            ETCD,
            "whether these vote is not said: k3s-2",
            s -> s.node(2, n -> n.voter = condition(Tri.UNKNOWN))),
        row(
            "a vote is not said",
            3,
            UNKNOWN,
            ETCD,
            "whether these vote is not said: k3s-2",
            s -> s.node(2, n -> n.voter = Condition.ABSENT)),
        row(
            "two servers",
            2,
            NO,
            ETCD,
            "with 2 servers each is needed",
            s -> {
              s.servers(2).databaseOn(1, 2);
              s.volume("pvc-1", new VolumeDraft(1, 2)).volume(v -> v.wanted = 2);
            }),
        row(
            "four servers, one may go",
            4,
            YES,
            ETCD,
            "3 of 4 votes, and needs 3",
            s -> s.servers(4)),
        row(
            "four servers, one is gone",
            4,
            NO,
            ETCD,
            "has 2 of 4 votes, and needs 3",
            s -> s.servers(4).node(3, n -> n.voter = condition(Tri.FALSE, "Unhealthy"))),
        row(
            "five servers, one is unhealthy",
            4,
            YES,
            ETCD,
            "3 of 5 votes, and needs 3",
            s -> s.servers(5).node(5, n -> n.voter = condition(Tri.FALSE, "Unhealthy"))),
        row(
            "a vote of long ago on a node that is down",
            3,
            NO,
            ETCD,
            "has 1 of 3 votes",
            s -> s.standing(2, Standing.DOWN)),
        row(
            "a database elsewhere instead of etcd",
            3,
            YES,
            ETCD,
            "no node is a member of K3s's own etcd",
            s ->
                List.of(1, 2, 3)
                    .forEach(
                        i ->
                            s.node(
                                i,
                                n -> {
                                  n.member = false;
                                  n.voter = Condition.ABSENT;
                                }))),
        row(
            "an agent, while etcd is whole",
            4,
            YES,
            ETCD,
            "k3s-4 is no member",
            s ->
                s.servers(4)
                    .node(
                        4,
                        n -> {
                          n.member = false;
                          n.voter = Condition.ABSENT;
                        })));
  }

  private static List<Row> freshness() {
    return List.of(
        row(
            "the API is silent",
            3,
            UNKNOWN,
            FRESHNESS,
            "no API server has answered for 12 s",
            s ->
                s.kinds.replaceAll(
                    (kind, is) -> Source.stale("no API server has answered for 12 s"))),
        row(
            "the API is silent, and what it said last was bad: neither is so now",
            3,
            UNKNOWN,
            FRESHNESS,
            "no API server has answered",
            s -> {
              s.kinds.replaceAll((kind, is) -> Source.stale("no API server has answered for 9 s"));
              s.volume(v -> v.robustness = Robustness.DEGRADED);
            }),
        row("nothing was seen yet", 3, UNKNOWN, FRESHNESS, "not seen yet", s -> s.kinds.clear()),
        row(
            "pods may not be read",
            3,
            UNKNOWN,
            FRESHNESS,
            "databases: pods: 403 forbidden",
            s -> s.kind(Kind.POD, Source.refused("403 forbidden"))),
        row(
            "budgets may not be read",
            3,
            UNKNOWN,
            FRESHNESS,
            "poddisruptionbudgets",
            s -> s.kind(Kind.BUDGET, Source.refused("403 forbidden"))),
        row(
            "replicas are not listed to the end",
            3,
            UNKNOWN,
            FRESHNESS,
            "Longhorn: replicas: not seen yet",
            s -> s.kind(Kind.REPLICA, Source.NEVER)),
        row(
            "a volume cannot be read",
            3,
            UNKNOWN,
            FRESHNESS,
            "1 object cannot be read",
            s -> s.kind(Kind.VOLUME, Source.partly("1 object cannot be read"))),
        row(
            "a volume cannot be read, and another is degraded",
            3,
            NO,
            LONGHORN,
            "degraded",
            s ->
                s.kind(Kind.VOLUME, Source.partly("1 object cannot be read"))
                    .volume(v -> v.robustness = Robustness.DEGRADED)),
        row(
            "half of Longhorn is installed",
            3,
            UNKNOWN,
            FRESHNESS,
            "engines: the API has no such kind",
            s -> s.kind(Kind.ENGINE, Source.MISSING)),
        row(
            "an lb-service is silent",
            3,
            UNKNOWN,
            FRESHNESS,
            "lb-2/lb-service: silent for 9 s",
            s -> s.balancer("lb-2", b -> b.lb = Source.stale("silent for 9 s"))),
        row(
            "an lb-service was never heard",
            3,
            UNKNOWN,
            FRESHNESS,
            "lb-1/lb-service: not seen yet",
            s -> s.balancers.remove("lb-1")),
        row(
            "a vrrp-service is silent",
            3,
            UNKNOWN,
            FRESHNESS,
            "lb-1/vrrp-service: silent for 9 s",
            s -> s.balancer("lb-1", b -> b.vrrp = Source.stale("silent for 9 s"))),
        row(
            "no observer counts",
            3,
            UNKNOWN,
            FRESHNESS,
            "no observer that counts says how it is with k3s-1, k3s-2, k3s-3",
            s -> s.standings.clear()),
        row(
            "the API is silent, and the probes see another node die",
            3,
            NO,
            KUBERNETES,
            "k3s-1 is down for the observers",
            s -> {
              s.kinds.replaceAll((kind, is) -> Source.stale("no API server has answered for 9 s"));
              s.standing(1, Standing.DOWN);
            }));
  }
}
