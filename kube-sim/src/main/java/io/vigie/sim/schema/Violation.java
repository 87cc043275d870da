package io.vigie.sim.schema;

/**
 * What is wrong with a value.
 *
 * @param reason the API's word: {@code FieldValueInvalid} and its like
 * @param message what a person reads
 * @param field where, from the root: {@code spec.disks[0].path}
 */
public record Violation(String reason, String message, String field) {}
