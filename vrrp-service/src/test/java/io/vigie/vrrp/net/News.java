package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
      for (NetEvent event = next(); event != null; event = next()) {
        told.add(event);
        if (wanted.test(event)) {
          return event;
        }
      }
      poll.await(deadline);
    }
    return fail("not told within 15 s; told were " + told);
  }

  /** The kernel makes link-local addresses by itself, whenever it is done with it. */
  private @Nullable NetEvent next() {
    NetEvent event = links.next();
    while (event instanceof NetEvent.AddressAdded(_, InetAddress address, _, _)
        && address.isLinkLocalAddress()) {
      event = links.next();
    }
    return event;
  }

  /** Takes all that can be read now. */
  void drain() {
    for (NetEvent event = next(); event != null; event = next()) {
      told.add(event);
    }
  }

  @Override
  public void close() {
    links.close();
    poll.close();
  }
}
