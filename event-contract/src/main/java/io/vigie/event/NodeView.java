package io.vigie.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for "is this node down", as a fold over the news of the observers.
 *
 * <p>An observer's word counts only while it is present and does not doubt itself. News may come
 * twice and late: the fold keeps the last word per observer and subject by sequence, so it is
 * idempotent. An observer says its whole view anew when it starts and when it ceases to doubt
 * itself; until then its old words stand.
 *
 * <p>Immutable. {@code now} is the caller's monotonic clock in ns and never goes back; presence is
 * measured by it alone, so no two machines' clocks are compared.
 */
public final class NodeView {

  /** An observer that was silent for longer than this is not present. */
  public static final Duration PRESENT = Duration.ofSeconds(6);

  /** The local observer that was silent on its link for longer than this is not asked first. */
  public static final Duration SILENT = Duration.ofSeconds(1);

  /** The service that observes, as it signs its events. */
  public static final String OBSERVER_SERVICE = "health-service";

  /** The most observers that are kept: more is not a cluster. */
  static final int MOST_OBSERVERS = 64;

  /** The most nodes and checks that are kept of each. */
  static final int MOST_SUBJECTS = 20_000;

  /** Before the first news. */
  public static final NodeView EMPTY = new NodeView(Map.of());

  private final Map<String, Observer> observers;

  private NodeView(Map<String, Observer> observers) {
    this.observers = observers;
  }

  /**
   * Takes in one event. Those that are not an observer's change nothing.
   *
   * @param fresh whether it happened just now: history is folded, but is no sign of life
   */
  public NodeView heard(Envelope envelope, boolean fresh, long now) {
    if (!envelope.service().equals(OBSERVER_SERVICE)) {
      return this;
    }
    Observer before = observer(envelope.host());
    Observer present = fresh ? before.heard(now) : before;
    Observer after =
        switch (envelope.event()) {
          case NodeChanged node ->
              present.says(
                  subject(node.node()),
                  Word.of(envelope, Standing.of(node.status()), node.impaired(), now));
          case CheckChanged check ->
              present.says(
                  subject(check.node(), check.check()),
                  Word.of(envelope, Standing.of(check.status()), check.impaired(), now));
          case ObserverChanged doubt -> present.doubts(doubt.state(), envelope.sequence());
          default -> present;
        };
    return with(envelope.host(), after);
  }

  /** The local link to this host's observer was opened, or pinged. */
  public NodeView linkAlive(String observer, long now) {
    return with(observer, observer(observer).linked(now));
  }

  /** The local link to this host's observer ended. */
  public NodeView linkLost(String observer) {
    return with(observer, observer(observer).unlinked());
  }

  /**
   * What all observers together hold of a node: down if all who count say so and there is one,
   * disputed if some do, else the worst of what they say; unknown if nobody counts.
   */
  public Opinion agreed(String node, long now) {
    return together(subject(node), null, now);
  }

  /**
   * What a balancer host is to hold of a node: what its own observer says over the local link. If
   * that one doubts itself, was silent for {@link #SILENT} or has no word on it, then what the
   * others agree on. If nobody else counts, then its own observer's word as long as it is present.
   */
  public Opinion seenFrom(String own, String node, long now) {
    return seen(own, subject(node), now);
  }

  /** The same of one check of a node: up, down, disputed or unknown. */
  public Opinion checkSeenFrom(String own, String node, String check, long now) {
    return seen(own, subject(node, check), now);
  }

  /**
   * Whose word counts at a moment, as a balancer host sees it. While this stays the same, only news
   * can change what it holds.
   *
   * @param own whether its own observer is asked first
   * @param all who counts
   */
  public record Counting(boolean own, Set<String> all) {

    /** Nobody's. */
    public static final Counting NOBODY = new Counting(false, Set.of());

    public Counting {
      all = Set.copyOf(all);
    }
  }

  /** Whose word counts now, for {@link #seenFrom} and {@link #checkSeenFrom}. */
  public Counting counting(String own, long now) {
    Set<String> all = new TreeSet<>();
    observers.forEach(
        (name, observer) -> {
          if (observer.counts(now)) {
            all.add(name);
          }
        });
    return new Counting(observer(own).countsHere(now), all);
  }

  /** Whether an observer says that it doubts itself. */
  public boolean impaired(String observer) {
    return observer(observer).impaired();
  }

  /** Whether an observer gave a sign of life within {@link #PRESENT} and does not doubt itself. */
  public boolean counts(String observer, long now) {
    return observer(observer).counts(now);
  }

  /** The nodes anybody ever spoke of, sorted. */
  public Set<String> nodes() {
    Set<String> nodes = new TreeSet<>();
    observers.values().stream()
        .flatMap(observer -> observer.words().stream())
        .map(Word::said)
        .forEach(
            said -> {
              if (said instanceof NodeChanged node) {
                nodes.add(node.node());
              }
            });
    return nodes;
  }

  private Opinion seen(String own, String subject, long now) {
    Observer here = observer(own);
    Word word = here.word(subject);
    if (word != null && here.countsHere(now)) {
      return Opinion.of(List.of(word));
    }
    Opinion others = together(subject, own, now);
    if (others.standing() == Standing.UNKNOWN && word != null && here.counts(now)) {
      return Opinion.of(List.of(word));
    }
    return others;
  }

  private Opinion together(String subject, @Nullable String but, long now) {
    List<Word> counted =
        new TreeMap<>(observers)
            .entrySet().stream()
                .filter(entry -> !entry.getKey().equals(but) && entry.getValue().counts(now))
                .map(entry -> entry.getValue().word(subject))
                .filter(Objects::nonNull)
                .toList();
    return Opinion.of(counted);
  }

  private Observer observer(String name) {
    return observers.getOrDefault(name, Observer.STRANGER);
  }

  private NodeView with(String name, Observer observer) {
    if (!observers.containsKey(name) && observers.size() >= MOST_OBSERVERS) {
      return this;
    }
    Map<String, Observer> after = new HashMap<>(observers);
    after.put(name, observer);
    return new NodeView(Map.copyOf(after));
  }

  private static String subject(String node) {
    return node + "#node";
  }

  private static String subject(String node, String check) {
    return node + "/" + check + "#check";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeView view && view.observers.equals(observers);
  }

  @Override
  public int hashCode() {
    return observers.hashCode();
  }

  @Override
  public String toString() {
    return "NodeView" + observers;
  }
}
