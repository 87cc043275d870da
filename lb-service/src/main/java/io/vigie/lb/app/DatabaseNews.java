package io.vigie.lb.app;

import io.vigie.event.ClusterChanged;
import io.vigie.event.Envelope;
import io.vigie.kit.news.Heard;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.Input.Because;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings the words on databases into one order. The db-watchers of several hosts speak in turns:
 * the log has their words in order, but the one of this host is heard over its link as well, sooner
 * than the log or, after a restart, long after it.
 *
 * <p>So a word of another source, by another way, counts only if it is not the older one. That
 * compares clocks of two hosts, which must not differ by more than a change of turns takes:
 * seconds.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class DatabaseNews {

  /** More databases than that are not a cluster, but somebody filling memory. */
  private static final int MOST = 4096;

  private final Ticks ticks;
  private final Consumer<Input> director;
  private final Map<String, Heard> last = new HashMap<>();

  DatabaseNews(Ticks ticks, Consumer<Input> director) {
    this.ticks = ticks;
    this.director = director;
  }

  void heard(Heard news, ClusterChanged word) {
    Heard before = last.get(word.cluster());
    if (before == null ? last.size() >= MOST : isOvertaken(news, before)) {
      return;
    }
    last.put(word.cluster(), news);
    Because because = new Because(news.envelope().ref(), news.fresh(), ticks.nanos());
    director.accept(new Input.DatabaseNews(word, because));
  }

  private static boolean isOvertaken(Heard news, Heard before) {
    Envelope said = news.envelope();
    Envelope known = before.envelope();
    return news.path() != before.path()
        && !said.source().equals(known.source())
        && said.time().isBefore(known.time());
  }
}
