package io.vigie.lb.net;

import io.vigie.lb.core.Hello;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client says before it has a server: its hello, where one is expected, and what else comes
 * early, which is kept for the server up to a bound, or left in the kernel where that shows a reset
 * all the same. Thread rule: its loop's thread only.
 */
final class Prelude {

  /** What a look at the client has brought. */
  enum Heard {
    /** There is no more to hear now. */
    NOTHING,
    /** Something; look again. */
    SOMETHING,
    /** The hello is whole. */
    HELLO,
    /** It will never be understood. */
    BROKEN,
    /** The client has finished before its hello was whole. */
    LEFT,
    /** The client has reset the connection. */
    RESET
  }

  private Hello hello;
  private @Nullable HelloReader reader;
  private @Nullable EarlyBytes early;

  /** Of a client known by its addresses so far. */
  Prelude(Rules rules, Hello known) {
    hello = known;
    reader = HelloReader.of(rules, known.source(), known.destination());
  }

  /** Whether a hello is to be waited for. */
  boolean awaitsHello() {
    return reader != null;
  }

  /** What is known of the client. */
  Hello hello() {
    return hello;
  }

  /**
   * Reads once.
   *
   * @param most bytes that may be kept, and are read at a time
   */
  Heard hear(Leg client, ByteBuffer buffer, int most) {
    if (client.isReset()) {
      return Heard.RESET;
    }
    if (!wantsMore(client, most)) {
      return Heard.NOTHING;
    }
    switch (client.read(buffer, most)) {
      case MOVED, PLENTY -> keep(buffer.flip());
      case ENDED -> client.inputEnded = true; // it is served all the same
      case RESET -> {
        return Heard.RESET;
      }
      case NOTHING, BROKEN -> {
        return Heard.NOTHING;
      }
    }
    return reader == null ? Heard.SOMETHING : readHello(reader, client.inputEnded);
  }

  private boolean wantsMore(Leg client, int most) {
    return client.readable
        && !client.inputEnded
        && (reader != null || (!client.showsResets() && size() < most));
  }

  private Heard readHello(HelloReader by, boolean ended) {
    return switch (by.read(kept())) {
      case HelloReader.More() -> ended ? Heard.LEFT : Heard.SOMETHING;
      case HelloReader.Broken() -> Heard.BROKEN;
      case HelloReader.Whole(Hello whole) -> {
        hello = whole;
        reader = null;
        yield Heard.HELLO;
      }
    };
  }

  /** What the server is sent first: the preface, then what was kept. */
  ByteBuffer after(ByteBuffer preface) {
    return early == null ? preface : early.after(preface);
  }

  private void keep(ByteBuffer bytes) {
    kept().add(bytes);
  }

  private EarlyBytes kept() {
    if (early == null) {
      early = new EarlyBytes();
    }
    return early;
  }

  private int size() {
    return early == null ? 0 : early.size();
  }
}
