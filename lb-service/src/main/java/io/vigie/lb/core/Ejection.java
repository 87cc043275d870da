package io.vigie.lb.core;

/**
 * Whether live traffic says that a server does not answer: failed connects in a row, and the
 * back-off that grows with each ejection.
 */
final class Ejection {

  private int streak;
  private long countedAt;
  private int times;
  private long until = Long.MIN_VALUE;

  /** A connect succeeded. */
  void succeeded() {
    streak = 0;
  }

  /**
   * A connect failed. Attempts that overlap in time and run out of it together are one piece of
   * evidence, since one moment of packet loss does that to all of them; refusals are one each.
   *
   * @param beganAt when the attempt began
   * @return failures in a row so far
   */
  int failed(ConnectFailure failure, long beganAt, long now) {
    boolean overlaps = streak > 0 && beganAt < countedAt;
    if (failure == ConnectFailure.LOCAL || (failure == ConnectFailure.TIMED_OUT && overlaps)) {
      return streak;
    }
    countedAt = now;
    return ++streak;
  }

  /** Failures in a row. */
  int streak() {
    return streak;
  }

  /**
   * Puts the server out. The first time lasts {@code base}, the n-th n times as long, up to {@code
   * most}; being in for as long as {@code most} is forgotten for.
   *
   * @return until when
   */
  long eject(LbConfig.Ejection config, long now) {
    long base = config.base().toNanos();
    long most = config.most().toNanos();
    if (times > 0 && now - until > most) {
      times = 0;
    }
    long length = Math.min(base * (times + 1L), most);
    if (length < most) {
      times++;
    }
    streak = 0;
    until = now + length;
    return until;
  }

  /** Whether the server is out. */
  boolean isOut(long now) {
    return now < until;
  }

  /** Its checks took it down and up since: what was before says nothing any more. */
  void clear(long now) {
    streak = 0;
    until = Math.min(until, now);
  }
}
