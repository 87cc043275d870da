/** The Kubernetes API over HTTP. */
@NullMarked
package io.vigie.sim.api;

import org.jspecify.annotations.NullMarked;
