package io.vigie.health.core;

import io.vigie.event.CheckResult;

/**
 * What one probe found.
 *
 * @param result in HAProxy's words
 * @param detail the same for people
 * @param answered whether anything came back from the target's host, be it a refusal: then the way
 *     there and back works
 * @param tookNanos from its start to its end
 */
public record Outcome(CheckResult result, String detail, boolean answered, long tookNanos) {}
