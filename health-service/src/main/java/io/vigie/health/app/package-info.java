/** health-service as a process: configuration, timers, names, metrics. */
@NullMarked
package io.vigie.health.app;

import org.jspecify.annotations.NullMarked;
