/** Probes: one attempt each to reach a target, with HAProxy's words for how it ended. */
@NullMarked
package io.vigie.health.probe;

import org.jspecify.annotations.NullMarked;
