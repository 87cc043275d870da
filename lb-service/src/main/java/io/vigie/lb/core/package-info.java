/**
 * Who gets which server: balancing, limits, retries, ejection, draining, failing open.
 *
 * <p>Pure: no sockets, no clock, no threads, no logging. Time and chance are arguments.
 */
@NullMarked
package io.vigie.lb.core;

import org.jspecify.annotations.NullMarked;
