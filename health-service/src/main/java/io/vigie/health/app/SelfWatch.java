package io.vigie.health.app;

import io.vertx.core.Vertx;
import io.vigie.health.core.Input;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the observer itself: does its loop turn, is its own link up. Thread rule: on the
 * service's own context only.
 */
final class SelfWatch {

  private static final long LOOK_MILLIS = 100;
  private static final long LINK_LOOK_MILLIS = 500;

  private final Vertx vertx;
  private final Consumer<Input> tell;
  private final long stallNanos;
  private final @Nullable InetAddress ownAddress;
  private long lastNanos = System.nanoTime();
  private long lastLinkNanos = lastNanos;
  private boolean linkUp = true;
  private boolean asking;
  private boolean unwell;

  /**
   * A watch that begins with {@link #look}.
   *
   * @param stallNanos how long the loop may stand still before its own probes cannot be trusted
   * @param ownAddress whose link to watch; null for none
   */
  SelfWatch(Vertx vertx, long stallNanos, @Nullable InetAddress ownAddress, Consumer<Input> tell) {
    this.vertx = vertx;
    this.stallNanos = stallNanos;
    this.ownAddress = ownAddress;
    this.tell = tell;
  }

  /** Begins; goes on until the timer's owner is undeployed. */
  void begin() {
    vertx.setPeriodic(LOOK_MILLIS, _ -> look());
  }

  private void look() {
    long now = System.nanoTime();
    long stood = now - lastNanos - LOOK_MILLIS * 1_000_000;
    lastNanos = now;
    if (stood >= stallNanos) {
      become("own loop stood still for " + stood / 1_000_000 + " ms");
    } else if (!linkUp) {
      become("own link is down");
    } else if (unwell) {
      unwell = false;
      tell.accept(new Input.Well());
    }
    if (ownAddress != null && !asking && now - lastLinkNanos >= LINK_LOOK_MILLIS * 1_000_000) {
      asking = true;
      lastLinkNanos = now;
      vertx
          .executeBlocking(() -> linkUp(ownAddress), false)
          .onComplete(
              answer -> {
                asking = false;
                linkUp = answer.failed() || answer.result(); // not knowing is no fault
              });
    }
  }

  private void become(String reason) {
    if (!unwell) {
      unwell = true;
      tell.accept(new Input.Unwell(reason));
    }
  }

  /** An address that is on no interface of ours has no link to watch. */
  private static boolean linkUp(InetAddress address) throws SocketException {
    NetworkInterface link = NetworkInterface.getByInetAddress(address);
    return link == null || link.isUp();
  }
}
