package io.vigie.health.core;

import io.vigie.event.CheckResult;
import io.vigie.event.EventIds;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.health.core.Doubt.Member;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.Target.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An observer's mind: takes what happened, answers what to do. Deterministic: the same inputs at
 * the same times, with the same ids and the same chance, have the same effects.
 *
 * <p>Each input costs what its own target costs, however many there are. Thread rule: one thread at
 * a time.
 */
public final class Watch {

  /** How many others are asked at once whether they hear us. */
  private static final int MOST_ASKED = 16;

  private final RandomGenerator random;
  private final Reports reports;
  private final Map<Target, TargetState> targets = new LinkedHashMap<>();
  private final Map<String, NodeState> nodes = new LinkedHashMap<>();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Schedule schedule = new Schedule();

  /** Down by their counters, not told as long as it may be us who are cut off. */
  private final Set<TargetState> held = new LinkedHashSet<>();

  /** Nodes kept out until they have been quiet. */
  private final Set<NodeState> suppressed = new LinkedHashSet<>();

  private Plan plan;
  private long windowNanos;
  private @Nullable String unwell;
  private boolean impaired;
  private long impairedNanos;

  /** Impaired since nobody answers, not since something is wrong here. */
  private boolean cutOff;

  private List<Effect> effects = new ArrayList<>();

  public Watch(Plan plan, EventIds ids, RandomGenerator random, long now) {
    this.random = random;
    this.plan = plan;
    this.reports = new Reports(ids);
    adopt(plan, now);
  }

  /** Takes one input; answers what to do now, in order. */
  public List<Effect> on(Input input, long now) {
    effects = new ArrayList<>();
    switch (input) {
      case Input.Tick() -> {}
      case Input.Probed(Target target, long started, Outcome outcome) ->
          probed(targets.get(target), started, outcome, now);
      case Input.ConnectFailed failed -> connectFailed(failed, now);
      case Input.Unwell(String reason) -> {
        unwell = reason;
        impair(reason, now);
      }
      case Input.Well() -> {
        unwell = null;
        clearIfHeard(now);
      }
      case Input.Replanned(Plan next) -> {
        adopt(next, now);
        List.copyOf(nodes.values()).forEach(node -> tell(node, null, now));
      }
    }
    quieten(now);
    startDue(now);
    return effects;
  }

  /** When to tick next, at the latest a second from now. */
  public long nextNanos(long now) {
    long next = schedule.nextNanos(now + 1_000_000_000L);
    for (NodeState node : suppressed) {
      long quiet = plan.damping().quietNanos(node.account);
      next = quiet - next < 0 ? quiet : next;
    }
    return next;
  }

  /** Whether it doubts itself. */
  public boolean impaired() {
    return impaired;
  }

  /** What is known of every target and node. */
  public Picture picture(long now) {
    return Picture.of(plan, targets.values(), nodes.values(), impaired, now);
  }

  private void probed(@Nullable TargetState state, long startedNanos, Outcome outcome, long now) {
    if (state == null) {
      return; // no longer in the plan
    }
    state.probing = false;
    boolean ours = outcome.result() == CheckResult.SOCKERR && !outcome.answered();
    if (ours) {
      impair("no socket to probe with: " + outcome.detail(), now);
    } else {
      state.observe(startedNanos, outcome);
    }
    state.dueNanos = state.probeAgain ? now : now + state.rule.pauseNanos(state.counter, random);
    state.probeAgain = false;
    schedule.add(state);
    if (outcome.answered()) {
      clearIfHeard(now);
    } else if (state.silent && !impaired && !state.toldDown()) {
      askOthers(state, now);
    }
    tell(state, now);
    if (state.askedNext != null) {
      state.askedBy = state.askedNext;
      state.askedNext = null;
    } else if (state.settled() && !held.contains(state)) {
      state.askedBy = null;
    }
    resolveHeld(now);
  }

  /** Tells what could not be believed before, the one that was asked longest ago first. */
  private void resolveHeld(long now) {
    while (!held.isEmpty()) {
      TargetState first =
          Collections.min(held, (a, b) -> Long.signum(a.lastStartedNanos - b.lastStartedNanos));
      tell(first, now);
      if (held.contains(first)) {
        return; // who was asked later cannot be believed either
      }
    }
  }

  private void connectFailed(Input.ConnectFailed failed, long now) {
    String check = plan.poolChecks().get(failed.pool());
    TargetState state = check == null ? null : targets.get(new NodeCheck(failed.node(), check));
    if (state == null) {
      return;
    }
    if (state.probing) {
      state.askedNext = failed.cause(); // the one under way began before the trouble
    } else {
      state.askedBy = failed.cause();
    }
    probeSoon(state, now);
  }

  /** Publishes what is new of a target, unless it may be us. */
  private void tell(TargetState state, long now) {
    if (!state.known || state.target instanceof Witness) {
      return;
    }
    held.remove(state);
    if (state.isComingBack() || !Reports.isNews(state, impaired)) {
      return;
    }
    if (!state.up() && state.silent && !impaired) {
      switch (Doubt.judge(memberName(state), state, members.values(), windowNanos)) {
        case OPEN -> {
          held.add(state);
          askOthers(state, now);
          return;
        }
        case CUT_OFF -> {
          cutOff = true;
          impair("no answer from anybody outside", now);
        }
        case BELIEVED -> {}
      }
    }
    if (!Reports.isNews(state, impaired)) {
      return;
    }
    reports.target(state, impaired, effects);
    if (state.target instanceof NodeCheck check) {
      tell(nodes.get(check.node()), state, now);
    }
  }

  private void tell(@Nullable NodeState node, @Nullable TargetState tipped, long now) {
    if (node == null || !node.known()) {
      return;
    }
    var verdict = node.verdict(plan.damping(), impaired, now);
    if (node.falls(verdict)) {
      node.account = plan.damping().fell(node.account, now);
      if (node.account.suppressed()) {
        suppressed.add(node);
      }
      verdict = node.verdict(plan.damping(), impaired, now);
    }
    if (node.isNews(verdict)) {
      node.told = verdict;
      reports.node(verdict, node, tipped, effects);
    }
  }

  /** Takes back nodes that have been quiet for long enough. */
  private void quieten(long now) {
    for (NodeState node : List.copyOf(suppressed)) {
      node.account = plan.damping().at(node.account, now);
      if (!node.account.suppressed()) {
        suppressed.remove(node);
        tell(node, null, now);
      }
    }
  }

  private void impair(String reason, long now) {
    if (impaired) {
      return;
    }
    impaired = true;
    impairedNanos = now;
    List<String> lost =
        members.values().stream().filter(m -> !m.answers()).map(Member::name).sorted().toList();
    reports.observer(plan.observer(), ObserverState.IMPAIRED, reason, lost, effects);
  }

  /** Clear again once anybody outside has answered a probe that began since. */
  private void clearIfHeard(long now) {
    if (!impaired || unwell != null || !hearsAgain()) {
      return;
    }
    impaired = false;
    cutOff = false;
    reports.observer(plan.observer(), ObserverState.CLEAR, "answers again", List.of(), effects);
    for (TargetState state : targets.values()) {
      if (state.silent) {
        state.silentSinceNanos = now; // silence is counted anew, now that we can hear
        probeSoon(state, now);
      }
    }
  }

  /** Nobody can be waited for who was silent long before the trouble began. */
  private boolean hearsAgain() {
    long before = impairedNanos - windowNanos;
    boolean nobodyToHear =
        !cutOff && members.values().stream().noneMatch(member -> member.heardAfter(before));
    return members.isEmpty()
        || nobodyToHear
        || members.values().stream().anyMatch(member -> member.answeredSince(impairedNanos));
  }

  /** Asks those outside who have not been asked since the silent one was. */
  private void askOthers(TargetState silent, long now) {
    int asked = 0;
    for (Member member : members.values()) {
      if (asked >= MOST_ASKED) {
        return;
      }
      if (!member.answeredSince(silent.lastStartedNanos)) {
        for (TargetState target : member.targets()) {
          if (target.lastStartedNanos - silent.lastStartedNanos < 0 && !target.probing) {
            probeSoon(target, now);
            asked++;
          }
        }
      }
    }
  }

  private void probeSoon(TargetState state, long now) {
    if (state.probing) {
      state.probeAgain = true;
    } else {
      state.dueNanos = now;
      schedule.add(state);
    }
  }

  private void startDue(long now) {
    for (TargetState due = schedule.takeDue(now); due != null; due = schedule.takeDue(now)) {
      due.probing = true;
      effects.add(new Effect.Probe(due.target));
    }
  }

  private static String memberName(TargetState state) {
    return switch (state.target) {
      case NodeCheck(String node, String _) -> node;
      case Witness(String name) -> name;
      case Target.Frontend frontend -> frontend.toString();
    };
  }

  /** Goes over to another plan; what stays keeps its state. */
  private void adopt(Plan next, long now) {
    Map<Target, TargetState> before = new LinkedHashMap<>(targets);
    Map<String, NodeState> nodesBefore = new LinkedHashMap<>(nodes);
    plan = next;
    targets.clear();
    nodes.clear();
    members.clear();
    schedule.clear();
    int i = 0;
    for (Map.Entry<Target, Rule> entry : sorted(next.targets())) {
      Rule rule = entry.getValue();
      long offset = rule.intervalNanos() * i++ / next.targets().size();
      TargetState state = before.get(entry.getKey());
      if (state == null) {
        state = new TargetState(entry.getKey(), rule, now + offset);
      } else if (!rule.equals(state.rule)) {
        state.counter = state.counter.under(state.rule, rule);
        state.rule = rule;
      }
      targets.put(state.target, state);
      schedule.add(state);
      join(state, nodesBefore);
    }
    held.retainAll(targets.values());
    suppressed.clear();
    nodes.values().stream().filter(node -> node.account.suppressed()).forEach(suppressed::add);
    windowNanos =
        next.targets().values().stream().mapToLong(Rule::worstDetectionNanos).max().orElse(0);
  }

  private void join(TargetState state, Map<String, NodeState> before) {
    switch (state.target) {
      case NodeCheck(String name, String _) -> {
        NodeState node =
            nodes.computeIfAbsent(
                name,
                n -> {
                  NodeState old = before.get(n);
                  return old == null ? new NodeState(n) : old.succeeded();
                });
        node.checks.add(state);
        if (plan.outside().contains(name)) {
          members.computeIfAbsent(name, Member::new).targets().add(state);
        }
      }
      case Witness(String name) -> members.computeIfAbsent(name, Member::new).targets().add(state);
      case Target.Frontend _ -> {}
    }
  }

  private static Collection<Map.Entry<Target, Rule>> sorted(Map<Target, Rule> targets) {
    return targets.entrySet().stream()
        .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
        .toList();
  }
}
