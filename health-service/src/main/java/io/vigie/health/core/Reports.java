package io.vigie.health.core;

import static java.util.Objects.requireNonNull;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.health.core.Target.Frontend;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.TargetState.Told;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts what changed into events, each with its cause. */
final class Reports {

  private final EventIds ids;

  /** What made us doubt ourselves, or stop to. */
  private Fact.@Nullable Ref observer;

  Reports(EventIds ids) {
    this.ids = ids;
  }

  /** Whether a target's standing is not what was told of it last. */
  static boolean isNews(TargetState state, boolean impaired) {
    boolean up = state.up();
    Told last = state.told;
    return last == null || last.up() != up || last.impaired() != (impaired && !up);
  }

  /** Tells a target's standing. */
  void target(TargetState state, boolean impaired, List<Effect> effects) {
    boolean up = state.up();
    boolean doubted = impaired && !up;
    Outcome outcome = requireNonNull(state.last);
    Event event =
        switch (state.target) {
          case NodeCheck(String node, String check) -> check(state, node, check, outcome, doubted);
          case Frontend(String name, String address) ->
              new FrontendChanged(name, address, up, outcome.result(), outcome.detail(), doubted);
          case Target.Witness witness ->
              throw new IllegalStateException("nothing to tell of " + witness);
        };
    Fact fact = Fact.of(ids.next(), event, cause(state, impaired, doubted));
    state.told = new Told(up, doubted, fact.ref());
    effects.add(new Effect.Publish(fact));
  }

  /** Live traffic that met it first; else our own doubt, when it colours this word or the last. */
  private Fact.@Nullable Ref cause(TargetState state, boolean impaired, boolean doubted) {
    if (state.askedBy != null) {
      return state.askedBy;
    }
    Told last = state.told;
    boolean doubtEnded = last != null && last.impaired() && !impaired;
    return doubted || doubtEnded ? observer : null;
  }

  private static CheckChanged check(
      TargetState state, String node, String check, Outcome outcome, boolean doubted) {
    return new CheckChanged(
        node,
        check,
        state.up() ? CheckStatus.UP : CheckStatus.DOWN,
        outcome.result(),
        outcome.detail(),
        outcome.tookNanos() / 1_000_000,
        state.counter.health(),
        state.rule.rise(),
        state.rule.fall(),
        doubted);
  }

  /** Tells a verdict, caused by the check that tipped it, because of the others that are down. */
  void node(
      NodeChanged verdict, NodeState node, @Nullable TargetState tipped, List<Effect> effects) {
    Fact.Ref cause = tipped == null || tipped.told == null ? null : tipped.told.fact();
    List<String> others =
        node.checks.stream()
            .filter(check -> check != tipped)
            .map(check -> check.told)
            .filter(Objects::nonNull)
            .filter(told -> !told.up())
            .map(told -> told.fact().id())
            .toList();
    effects.add(new Effect.Publish(Fact.of(ids.next(), verdict, cause).because(others)));
  }

  void observer(
      String name, ObserverState state, String reason, List<String> lost, List<Effect> effects) {
    Fact fact = Fact.root(ids.next(), new ObserverChanged(name, state, reason, lost));
    observer = fact.ref();
    effects.add(new Effect.Publish(fact));
  }
}
