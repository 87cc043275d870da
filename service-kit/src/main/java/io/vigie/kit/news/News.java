package io.vigie.kit.news;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.Topic;
import io.vigie.kit.news.kafka.KafkaStatus;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One service's part in the news: the journal it writes, the reader that hears the others, and the
 * stream others read.
 *
 * <p>Thread rule: opened, used and closed on the service's own Vert.x context.
 */
public interface News {

  /** Where the service writes. */
  Journal journal();

  /** Answers {@code GET /v1/events}: a snapshot, then live, as NDJSON. */
  Handler<RoutingContext> events();

  /**
   * Asks to be the one of several equal services that speaks for the cluster. Without Kafka nobody
   * else could be asked: then nobody has the turn.
   *
   * @param said where the one who had it before spoke: heard to its end before the turn is ours
   * @param changed told on this context when the turn came, or went
   * @return whether it is ours at this moment; to be asked before each word, as it is a lease that
   *     runs out by itself
   */
  default BooleanSupplier takeTurns(Topic said, Handler<Boolean> changed) {
    changed.handle(true); // where nobody else is
    return () -> true;
  }

  /**
   * Done when all that is in a topic now has been heard. Fails if Kafka does not answer, or the
   * connection breaks; then it is to be asked again.
   *
   * @param topic one of those that are followed
   */
  default Future<Void> caughtUp(Topic topic) {
    return Future.succeededFuture(); // where there is no log
  }

  /** How it stands with Kafka. */
  default KafkaStatus kafka() {
    return new KafkaStatus(true, Instant.EPOCH, "");
  }

  /** How many events wait to reach Kafka: who has much to tell may wait for them. */
  default long waiting() {
    return 0;
  }

  /** What a person should know, such as {@code kafka: unreachable since ...}. Empty when well. */
  List<String> warnings();

  /** How far it is, for {@code /v1/state}: something Jackson can write. */
  Object state();

  /** Flushes what was written as far as it can within its own bound, and lets go of everything. */
  Future<Void> close();

  /** Makes it. */
  @FunctionalInterface
  interface Factory {

    /**
     * Ready to be written to, at once: neither Kafka nor another service is waited for.
     *
     * @param reader called on the calling context, never before the future is done
     */
    Future<News> open(Vertx vertx, NewsSettings settings, Reader reader);
  }
}
