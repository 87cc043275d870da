package io.vigie.console.core.picture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far what was heard can be relied on.
 *
 * @param connected whether Kafka answers
 * @param folded whether all that was in the log at the start has been read
 * @param staleSince since when nothing new can be known; none while connected
 * @param reason why it is not connected; none while it is
 */
public record Contact(
    boolean connected, boolean folded, @Nullable Instant staleSince, @Nullable String reason) {

  /** All is well. */
  public static final Contact GOOD = new Contact(true, true, null, null);
}
