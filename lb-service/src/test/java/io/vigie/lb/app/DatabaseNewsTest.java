package io.vigie.lb.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Heard.Path;
import io.vigie.lb.core.Input;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order the words of two db-watchers count, and which do not. */
class DatabaseNewsTest {

  private final List<String> passed = new ArrayList<>();
  private final DatabaseNews news =
      new DatabaseNews(
          new Ticks(),
          input -> passed.add(String.valueOf(((Input.DatabaseNews) input).word().primaryNode())));
  private long sequence;

  /**
   * A word is who said it (h here, t there), when, in s, and how it came (l link, k Kafka). What
   * the inbox lets through comes in order per source.
   */
  @ParameterizedTest
  @CsvSource({
    // the log alone: its order holds, whatever clocks say
    "t1k h2k t3k, t1k h2k t3k",
    "t5k h2k t3k, t5k h2k t3k",
    // a word over the link, and the log comes later with what was before it
    "h5l t1k t3k, h5l",
    "h5l t1k t7k, h5l t7k",
    "t1k h5l t3k t7k, t1k h5l t7k",
    // the log first, and the link's snapshot of long ago later
    "t1k t7k h5l, t1k t7k",
    "t1k h5k t7k h9l, t1k h5k t7k h9l",
    // within one source nobody asks for the time
    "h5l h3k h4l, h5l h3k h4l",
    // at the same time: what is heard later
    "h5l t5k, h5l t5k",
  })
  void whatCounts(String heard, String counts) {
    for (String word : heard.split(" ", -1)) {
      String host = word.charAt(0) == 'h' ? "lb-1" : "lb-2";
      Path path = word.charAt(2) == 'l' ? Path.LINK : Path.KAFKA;
      say(word, host, word.charAt(1) - '0', path);
    }
    assertEquals(counts, String.join(" ", passed));
  }

  private void say(String node, String host, int second, Path path) {
    ClusterChanged word =
        new ClusterChanged(
            "db/pg", DatabaseHealth.HEALTHY, "pg-1", node, 3, 3, List.of(), List.of(), "");
    Envelope envelope =
        new Envelope(
            Fact.root("id-" + ++sequence, word),
            Envelope.source(host, "db-watcher"),
            new Sequence(1, sequence),
            Instant.ofEpochSecond(1_700_000_000L + second));
    news.heard(new Heard(envelope, true, path), word);
  }
}
