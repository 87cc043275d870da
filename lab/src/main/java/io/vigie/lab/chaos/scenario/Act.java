package io.vigie.lab.chaos.scenario;

import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param from when it begins, from the start of the load
 * @param until when it is undone
 */
public record Act(Fault fault, Duration from, Duration until) {}
