package io.vigie.lab.chaos;

import io.vigie.lab.chaos.Disturbance.What;
import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param from when it begins, from the start of the load
 * @param until when it is undone
 */
public record Act(What what, String of, Duration from, Duration until) {}
