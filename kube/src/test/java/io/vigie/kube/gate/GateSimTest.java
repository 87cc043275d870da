package io.vigie.kube.gate;

import static java.util.Objects.requireNonNull;

import io.vigie.event.Standing;
import io.vigie.kube.gate.Drafts.BalancerDraft;
import io.vigie.kube.gate.Drafts.NodeDraft;
import io.vigie.kube.gate.Drafts.VolumeDraft;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import io.vigie.kube.read.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Clusters with any of the troubles of {@link GateTest}, of which less and less is known: that
 * never makes a yes of anything else. {@code -Dvigie.seed} repeats one run, {@code -Dvigie.runs} is
 * how many there are.
 */
class GateSimTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 5_000);

  @Test
  void whoKnowsLessNeverSaysYesInstead() {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int run = 0; run < (only == null ? RUNS : 1); run++) {
      long seed = first + run;
      try {
        play(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void play(Random random) {
    Scene scene = new Scene();
    List<Row> troubles = GateTest.rows();
    for (int i = random.nextInt(3); i > 0; i--) {
      pick(random, troubles).change().accept(scene);
    }
    String node = "k3s-" + (1 + random.nextInt(3));
    Verdict before = Gate.judge(scene.picture(), node).verdict();
    List<String> done = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      done.add(forget(scene, random));
      SafeAnswer answer = Gate.judge(scene.picture(), node);
      if (before != Verdict.YES && answer.verdict() == Verdict.YES) {
        throw new AssertionError(before + " became yes by " + done + ": " + answer);
      }
      before = answer.verdict();
    }
    boolean all =
        GatePicture.KINDS.stream()
            .filter(kind -> matters(scene, kind))
            .map(kind -> scene.kinds.getOrDefault(kind, Source.NEVER).state())
            .allMatch(state -> state == Source.State.FRESH || state == Source.State.MISSING);
    if (!all && before == Verdict.YES) {
      throw new AssertionError("yes, though not all is known: " + done + scene.kinds);
    }
  }

  /** Something is not known any more. */
  private static String forget(Scene scene, Random random) {
    NodeDraft node = pick(random, scene.nodes.values());
    BalancerDraft balancer =
        scene.balancers.isEmpty() ? new BalancerDraft() : pick(random, scene.balancers.values());
    VolumeDraft volume =
        scene.volumes.isEmpty() ? new VolumeDraft() : pick(random, scene.volumes.values());
    int what = random.nextInt(13);
    switch (what) {
      case 0 -> scene.kind(pick(random, GatePicture.KINDS), Source.stale("for 9 s"));
      case 1 -> scene.kinds.remove(pick(random, GatePicture.KINDS));
      case 2 -> scene.kind(pick(random, GatePicture.KINDS), Source.refused("403"));
      case 3 -> partly(scene, pick(random, GatePicture.KINDS));
      case 4 ->
          node.ready = random.nextBoolean() ? Condition.ABSENT : Drafts.condition(Tri.UNKNOWN);
      case 5 -> {
        if (node.member) {
          node.voter = random.nextBoolean() ? Condition.ABSENT : Drafts.condition(Tri.UNKNOWN);
        }
      }
      case 6 ->
          pick(random, scene.storageNodes.values()).ready =
              random.nextBoolean() ? Condition.ABSENT : Drafts.condition(Tri.UNKNOWN);
      case 7 -> scene.standing(1 + random.nextInt(3), Standing.UNKNOWN);
      case 8 -> balancer.lb = Source.stale("for 9 s");
      case 9 -> balancer.vrrp = Source.NEVER;
      case 10 -> balancer.servers.keySet().removeIf(_ -> random.nextBoolean());
      case 11 -> balancer.routers.clear();
      default -> {
        if (volume.state != State.DETACHED && volume.robustness != Robustness.FAULTED) {
          volume.robustness = Robustness.UNKNOWN;
        }
        volume.state = random.nextBoolean() ? State.OTHER : volume.state;
      }
    }
    return String.valueOf(what);
  }

  /** Where something is not installed, what belongs to it alone need not be known. */
  private static boolean matters(Scene scene, Kind kind) {
    Kind of =
        switch (kind) {
          case BUDGET -> Kind.VOLUME;
          case POD, QUORUM -> Kind.POSTGRES;
          default -> kind;
        };
    return scene.kinds.getOrDefault(of, Source.NEVER).state() != Source.State.MISSING;
  }

  /** What is not fresh is not made better. */
  private static void partly(Scene scene, Kind kind) {
    Source is = requireNonNull(scene.kinds.getOrDefault(kind, Source.NEVER));
    if (is.state() == Source.State.FRESH) {
      scene.kind(kind, Source.partly("1 object cannot be read"));
    }
  }

  private static <T> T pick(Random random, Collection<T> some) {
    return List.copyOf(some).get(random.nextInt(some.size()));
  }
}
