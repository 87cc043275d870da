package io.vigie.kit.config;

import java.time.Duration;

/**
 * How a node that comes and goes is kept out until it has been quiet. The idea of BGP route flap
 * damping (RFC 2439): each fall adds a penalty, which decays by half in each half-life.
 */
public record DampingConfig(
    @Key(meaning = "whether at all", def = "true") boolean enabled,
    @Key(meaning = "added each time a node goes down", def = "1000", min = "1", max = "1000000")
        int penalty,
    @Key(meaning = "time in which the penalty halves", def = "5m", min = "1s", max = "1h")
        Duration halfLife,
    @Key(
            meaning = "penalty from which the node stays out",
            def = "2000",
            min = "1",
            max = "1000000")
        int suppress,
    @Key(meaning = "penalty below which it comes back", def = "750", min = "1", max = "1000000")
        int reuse,
    @Key(meaning = "the longest it is kept out", def = "10m", min = "1s", max = "1d")
        Duration most) {}
