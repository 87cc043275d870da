/**
 * What is well and what is not: counters, verdicts, flap damping, an observer's doubt in itself.
 *
 * <p>Pure: no sockets, no clock, no threads, no logging. Time, chance and ids are arguments. Times
 * are nanoseconds of one monotonic clock.
 */
@NullMarked
package io.vigie.health.core;

import org.jspecify.annotations.NullMarked;
