package io.vigie.event;

/**
 * How available a frontend was in one hour that is over. The three times add up to the hour.
 *
 * <p>A second is as available as the worst that was seen of it: by an observer that probed through
 * the VIP, or by a balancer whose clients failed. What nobody saw is unknown, never up.
 *
 * @param frontend the frontend, as named in the configuration; {@code *} for the whole, which is as
 *     available in each second as its worst frontend
 * @param from when the hour began, UTC
 * @param upMillis how long clients got through
 * @param lostMillis how long they did not; half of one second's clients lost is 500 ms
 * @param unknownMillis how long nobody saw
 * @param attempts connections of clients
 * @param failures those that ended without a server
 */
public record HourMeasured(
    String frontend,
    @Bounds(instant = true) String from,
    @Bounds(most = HourMeasured.MILLIS) long upMillis,
    @Bounds(most = HourMeasured.MILLIS) long lostMillis,
    @Bounds(most = HourMeasured.MILLIS) long unknownMillis,
    long attempts,
    long failures)
    implements Event {

  /** An hour in ms. */
  public static final long MILLIS = 3_600_000;

  /** What stands for all frontends together. */
  public static final String WHOLE = "*";

  @Override
  public String subject() {
    return frontend + "@" + from;
  }
}
