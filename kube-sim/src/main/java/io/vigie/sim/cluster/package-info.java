/** Which kinds there are, and what a write of each goes through. Pure: no I/O. */
@NullMarked
package io.vigie.sim.cluster;

import org.jspecify.annotations.NullMarked;
