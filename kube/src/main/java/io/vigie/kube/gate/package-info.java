/**
 * May a node be taken down? One answer with all its reasons, from everything that is known of the
 * cluster and of the balancers before it. Pure: no clock, no I/O; whatever is not known for sure
 * makes the answer unknown, never yes.
 */
@NullMarked
package io.vigie.kube.gate;

import org.jspecify.annotations.NullMarked;
