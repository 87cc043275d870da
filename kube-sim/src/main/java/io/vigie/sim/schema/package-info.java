/** Structural schemas of custom resources: check, prune, default. Pure: no I/O. */
@NullMarked
package io.vigie.sim.schema;

import org.jspecify.annotations.NullMarked;
