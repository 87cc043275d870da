package io.vigie.lb.app;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.NodeView;
import io.vigie.event.NodeView.Counting;
import io.vigie.event.Opinion;
import io.vigie.event.Standing;
import io.vigie.event.Word;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.Heard;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.Input.Because;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds what the observers say into the words that count here: the own observer's, else the
 * other's. Whose word counts may change with time alone, so it is asked again and again.
 *
 * <p>Where nobody's word counts the last one stands: an observer's death is no news of a node.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class HealthNews {

  private final String own;
  private final Ticks ticks;
  private final Consumer<Input> director;
  private NodeView view = NodeView.EMPTY;

  /** Checks that matter by node, and what was said last of each node and check. */
  private Map<String, Set<String>> checks = Map.of();

  private final Map<String, Standing> last = new HashMap<>();
  private boolean impaired;

  /** Whose word counted when all were asked for. */
  private Counting counting = Counting.NOBODY;

  HealthNews(String own, Ticks ticks, Consumer<Input> director) {
    this.own = own;
    this.ticks = ticks;
    this.director = director;
  }

  /** Which nodes and checks matter. */
  void follow(VigieConfig config) {
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    config
        .pools()
        .values()
        .forEach(
            pool ->
                pool.servers()
                    .keySet()
                    .forEach(
                        node -> {
                          Set<String> ofNode = wanted.computeIfAbsent(node, _ -> new TreeSet<>());
                          if (pool.check() != null) {
                            ofNode.add(pool.check());
                          }
                        }));
    checks = wanted;
    askAll();
  }

  /** Takes in what an observer said, or its sign of life. */
  void heard(Heard news) {
    view = view.heard(news.envelope(), news.fresh(), ticks.nanos());
    switch (news.envelope().event()) {
      case NodeChanged node -> ask(node.node(), news);
      case CheckChanged check -> ask(check.node(), check.check(), news);
      default -> refresh();
    }
  }

  void linkAlive() {
    view = view.linkAlive(own, ticks.nanos());
  }

  void linkLost() {
    view = view.linkLost(own);
    refresh();
  }

  /** Asks anew if others count now than when it was asked last. */
  void refresh() {
    boolean doubts = view.impaired(own);
    if (doubts != impaired) {
      impaired = doubts;
      director.accept(new Input.Doubt(doubts));
    }
    if (!view.counting(own, ticks.nanos()).equals(counting)) {
      askAll();
    }
  }

  private void askAll() {
    counting = view.counting(own, ticks.nanos());
    checks.forEach(
        (node, ofNode) -> {
          ofNode.forEach(check -> ask(node, check, null));
          ask(node, null);
        });
  }

  /** Whether the own observer counts; else why not, for people. */
  @Nullable String warning() {
    if (impaired) {
      return "own observer is impaired: the other's view is used, nothing is ejected or closed";
    }
    return view.counts(own, ticks.nanos())
        ? null
        : "own observer is silent: the other's view is used, or the last one";
  }

  private void ask(String node, @Nullable Heard news) {
    if (!checks.containsKey(node)) {
      return;
    }
    Opinion opinion = view.seenFrom(own, node, ticks.nanos());
    if (isNew(node, opinion)) {
      NodeStatus status =
          switch (opinion.standing()) {
            case DOWN -> NodeStatus.DOWN;
            case FLAPPING -> NodeStatus.FLAPPING;
            case DEGRADED, DISPUTED -> NodeStatus.DEGRADED;
            case UP, UNKNOWN -> NodeStatus.UP;
          };
      director.accept(new Input.NodeNews(node, status, because(opinion, news)));
    }
  }

  private void ask(String node, String check, @Nullable Heard news) {
    if (!checks.getOrDefault(node, Set.of()).contains(check)) {
      return;
    }
    Opinion opinion = view.checkSeenFrom(own, node, check, ticks.nanos());
    if (isNew(node + "/" + check, opinion)) {
      CheckStatus status = opinion.standing() == Standing.DOWN ? CheckStatus.DOWN : CheckStatus.UP;
      director.accept(new Input.CheckNews(node, check, status, because(opinion, news)));
    }
  }

  private boolean isNew(String subject, Opinion opinion) {
    return opinion.standing() != Standing.UNKNOWN
        && last.put(subject, opinion.standing()) != opinion.standing();
  }

  /** Fresh only if the word that tipped it is the one just heard, and was fresh. */
  private Because because(Opinion opinion, @Nullable Heard news) {
    Word word = opinion.tippedBy().orElse(null);
    if (word == null) {
      return new Because(null, false, ticks.nanos());
    }
    boolean fresh = news != null && news.fresh() && news.envelope().id().equals(word.ref().id());
    return new Because(word.ref(), fresh, fresh ? word.heardNanos() : ticks.nanos());
  }
}
