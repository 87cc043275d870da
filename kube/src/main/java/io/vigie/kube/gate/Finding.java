package io.vigie.kube.gate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One reason.
 *
 * @param text what is so, for people
 * @param whatToDo about it; empty if nothing needs doing
 */
@JsonPropertyOrder({"area", "verdict", "text", "whatToDo"})
public record Finding(Area area, Verdict verdict, String text, String whatToDo) {}
