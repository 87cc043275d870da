/**
 * What Longhorn's objects and the observers' words together mean: pure, single-threaded, time and
 * ids are arguments. {@link io.vigie.storage.core.StorageWatch} is where to begin.
 */
@NullMarked
package io.vigie.storage.core;

import org.jspecify.annotations.NullMarked;
