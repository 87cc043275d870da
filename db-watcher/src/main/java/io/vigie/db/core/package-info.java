/**
 * What CloudNativePG's objects and the observers' words together mean: pure, single-threaded, time
 * and ids are arguments. {@link io.vigie.db.core.DbWatch} is where to begin.
 */
@NullMarked
package io.vigie.db.core;

import org.jspecify.annotations.NullMarked;
