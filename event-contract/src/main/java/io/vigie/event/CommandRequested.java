package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants something done.
 *
 * <p>Drain, undrain, maintenance, ready and weight are desired state: the last word per target
 * holds, across restarts. The others are one-shot: done once, before {@code expiresAt}, never from
 * history.
 *
 * @param kind what
 * @param target the node or VIP it is for
 * @param weight the wanted weight, 0 to 256; only with {@link Kind#WEIGHT}
 * @param expiresAt RFC 3339 instant after which a one-shot is void; none for desired state
 * @param force whether refusals are to be overridden; recorded
 * @param by who asked, for people
 * @param to the balancer that is to take a VIP; only with {@link Kind#HANDOVER}, none for any
 * @param why why, for people; none if nothing was said
 */
public record CommandRequested(
    Kind kind,
    String target,
    @Bounds(most = 256) @Nullable Integer weight,
    @Bounds(instant = true) @Nullable String expiresAt,
    boolean force,
    String by,
    @Nullable String to,
    @Nullable String why)
    implements Event {

  public CommandRequested {
    by = Brief.of(by);
    why = why == null ? null : Brief.of(why);
  }

  /** For nobody in particular. */
  public CommandRequested(
      Kind kind,
      String target,
      @Nullable Integer weight,
      @Nullable String expiresAt,
      boolean force,
      String by) {
    this(kind, target, weight, expiresAt, force, by, null, null);
  }

  @Override
  public String subject() {
    return target;
  }

  /** What can be asked for. */
  public enum Kind implements Wire {
    DRAIN(true),
    UNDRAIN(true),
    MAINTENANCE(true),
    READY(true),
    WEIGHT(true),
    HANDOVER(false),
    UNDO(false);

    private final boolean desiredState;

    Kind(boolean desiredState) {
      this.desiredState = desiredState;
    }

    /** Whether the last word holds (true) or the command is done once (false). */
    public boolean desiredState() {
      return desiredState;
    }
  }
}
