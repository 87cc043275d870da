package io.vigie.kit.notify;

import io.vigie.kit.config.NotifyConfig;
import io.vigie.kit.notify.core.Letter;

/** The way to one target. Blocks, for the target's timeout at most; thread-safe. */
public interface Delivery extends AutoCloseable {

  /** Tells it, once. */
  Answer deliver(Letter letter) throws InterruptedException;

  @Override
  void close();

  /** The way to a target. */
  static Delivery to(NotifyConfig target) {
    return switch (target.type()) {
      case NTFY, SLACK -> new Webhook(target);
      case EXEC -> new Program(target);
    };
  }
}
