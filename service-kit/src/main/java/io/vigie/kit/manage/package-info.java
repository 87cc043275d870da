/** The management port of a service: liveness, readiness, metrics, state, and guarded writes. */
@NullMarked
package io.vigie.kit.manage;

import org.jspecify.annotations.NullMarked;
