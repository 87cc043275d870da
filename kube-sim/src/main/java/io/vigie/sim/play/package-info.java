/**
 * What happens in the simulated cluster: Kubernetes' node controller, Longhorn and CloudNativePG,
 * each played as far as its objects show it, on a clock that may run faster than ours. Pure but for
 * {@link io.vigie.sim.play.Stage}: a scene, a world, an input and the time make the next world and
 * the objects that are written.
 */
@NullMarked
package io.vigie.sim.play;

import org.jspecify.annotations.NullMarked;
