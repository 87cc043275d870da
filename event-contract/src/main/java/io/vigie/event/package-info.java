/**
 * The facts Vigie's services tell each other: one record per fact, one envelope, one codec.
 *
 * <p>Everything here is a value: no I/O, no clock, no threads. Depends on Jackson alone.
 */
@NullMarked
package io.vigie.event;

import org.jspecify.annotations.NullMarked;
