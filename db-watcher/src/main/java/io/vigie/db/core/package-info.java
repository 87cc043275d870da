/**
 * What CloudNativePG's objects and the observers' words together mean: pure, single-threaded, time
 * and ids are arguments.
 */
@NullMarked
package io.vigie.db.core;

import org.jspecify.annotations.NullMarked;
