package io.vigie.kit.config.yaml;

/**
 * What is wrong with a text as YAML.
 *
 * @param what the fault
 * @param expected what should be there
 * @param hint what to do; may be empty
 */
public record Flaw(Place place, String what, String expected, String hint) {}
