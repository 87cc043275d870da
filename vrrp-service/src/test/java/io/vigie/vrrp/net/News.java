package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a {@link Links} tells, waited for with a {@link Poll} as the service does. One thread. */
final class News implements AutoCloseable {

  private static final long LIMIT_NANOS = 15_000_000_000L;

  private final Poll poll = Poll.open();
  private final Links links = Links.open();
  private final List<NetEvent> told = new ArrayList<>();

  News() {
    links.waitedForBy(poll);
  }

  /** What is there now. */
  List<NetEvent> all() {
    return links.all();
  }

  /** Everything told so far. */
  List<NetEvent> told() {
    return told;
  }

  /** Waits for news of a kind. */
  NetEvent await(Predicate<NetEvent> wanted) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() - deadline < 0) {
      for (NetEvent event = links.next(); event != null; event = links.next()) {
        told.add(event);
        if (wanted.test(event)) {
          return event;
        }
      }
      poll.await(deadline);
    }
    return fail("not told within 15 s; told were " + told);
  }

  /** Takes all that can be read now. */
  void drain() {
    for (NetEvent event = links.next(); event != null; event = links.next()) {
      told.add(event);
    }
  }

  @Override
  public void close() {
    links.close();
    poll.close();
  }
}
