package io.vigie.kit.config;

import java.time.Duration;

/**
 * How a node that comes and goes is kept out until it has been quiet. The idea of BGP route flap
 * damping (RFC 2439).
 *
 * @param enabled whether at all
 * @param penalty added each time a node goes down
 * @param halfLife in which the penalty halves
 * @param suppress penalty from which the node stays out
 * @param reuse penalty below which it comes back
 * @param most the longest it is kept out
 */
public record DampingConfig(
    boolean enabled, int penalty, Duration halfLife, int suppress, int reuse, Duration most) {}
