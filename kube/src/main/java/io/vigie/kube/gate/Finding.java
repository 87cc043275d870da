package io.vigie.kube.gate;

/**
 * One reason.
 *
 * @param text what is so, for people
 * @param whatToDo about it; empty if nothing needs doing
 */
public record Finding(Area area, Verdict verdict, String text, String whatToDo) {}
