package io.vigie.console.core.picture;

import java.time.Instant;

/**
 * Now.
 *
 * @param nanos on a monotonic clock
 * @param wall on the wall clock of this machine, to be shown
 */
public record Moment(long nanos, Instant wall) {}
