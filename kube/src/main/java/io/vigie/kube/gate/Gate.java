package io.vigie.kube.gate;

import io.vigie.kube.read.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * May a node be taken down? Yes only if all is known and nothing speaks against it: every other
 * node is there, etcd keeps its quorum, every volume has a whole replica elsewhere and nothing is
 * being rebuilt, every database can go on, every pool keeps a server, and no VIP is held where the
 * node is.
 *
 * <p>Stricter than what guards a drain: Longhorn's own budgets guard the last replica only.
 */
public final class Gate {

  private static final Set<Kind> LONGHORN =
      Set.of(
          Kind.VOLUME,
          Kind.ENGINE,
          Kind.REPLICA,
          Kind.STORAGE_NODE,
          Kind.INSTANCE_MANAGER,
          Kind.SETTING);

  private final GatePicture picture;
  private final String node;
  private final Findings findings = new Findings();

  private Gate(GatePicture picture, String node) {
    this.picture = picture;
    this.node = node;
  }

  /** The answer with all its reasons. The picture must not change meanwhile. */
  public static SafeAnswer judge(GatePicture picture, String node) {
    Gate gate = new Gate(picture, node);
    gate.judge();
    return new SafeAnswer(node, gate.findings.verdict(), gate.findings.all(), picture.asOf());
  }

  private void judge() {
    new ObserverRules(picture, node, findings).judge();
    boolean nodes = isKnown("Kubernetes nodes", Set.of(Kind.NODE));
    if (nodes) {
      new NodeRules(picture, node, findings).judge();
      new EtcdRules(picture, node, findings).judge();
    }
    longhorn(nodes);
    database(nodes);
    new PoolRules(picture, node, findings).judge();
    new VipRules(picture, node, findings).judge();
  }

  private void longhorn(boolean nodesKnown) {
    boolean installed =
        LONGHORN.stream().anyMatch(kind -> picture.kind(kind).state() != Source.State.MISSING);
    if (!installed) {
      findings.yes(Area.LONGHORN, "Longhorn is not installed: nothing to check");
      return;
    }
    boolean known = isKnown("Longhorn", LONGHORN);
    if (isKnown("disruption budgets", Set.of(Kind.BUDGET)) && known && nodesKnown) {
      Nodes nodes = new Nodes(picture);
      new VolumeRules(picture, node, nodes, findings).judge();
      new RebuildRules(picture, node, findings).judge();
      new DrainRules(picture, node, nodes, findings).judge();
    }
  }

  private void database(boolean nodesKnown) {
    if (picture.kind(Kind.POSTGRES).state() == Source.State.MISSING) {
      findings.yes(Area.DATABASE, "CloudNativePG is not installed: nothing to check");
      return;
    }
    boolean quorums = // an operator that knows no quorums has none
        picture.kind(Kind.QUORUM).state() == Source.State.MISSING
            || isKnown("failover quorums", Set.of(Kind.QUORUM));
    if (isKnown("databases", Set.of(Kind.POSTGRES, Kind.POD)) && quorums && nodesKnown) {
      new DatabaseRules(picture, node, new Nodes(picture), findings).judge();
    }
  }

  /** Whether what is known of these kinds is so now; says so if it is not, or not of all. */
  private boolean isKnown(String what, Set<Kind> kinds) {
    Map<String, List<String>> troubles = new TreeMap<>();
    boolean usable = true;
    for (Kind kind : kinds.stream().sorted().toList()) {
      Source source = picture.kind(kind);
      boolean there = source.state() != Source.State.MISSING;
      usable &= source.isUsable() && there;
      if (source.state() != Source.State.FRESH) {
        String why = there ? source.why() : "the API has no such kind";
        troubles.merge(why, List.of(kind.plural()), Gate::both);
      }
    }
    troubles.forEach(
        (why, plurals) ->
            findings.unknown(
                Area.FRESHNESS,
                "%s: %s: %s".formatted(what, Findings.names(plurals), why),
                "see the warnings of storage-watcher's /ready; ask again when they are gone"));
    return usable;
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
