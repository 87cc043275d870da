/** Tests of the play. */
@NullMarked
package io.vigie.sim.play;

import org.jspecify.annotations.NullMarked;
