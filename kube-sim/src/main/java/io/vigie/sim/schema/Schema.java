package io.vigie.sim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A structural schema: what {@code openAPIV3Schema} of a custom resource says that we check.
 *
 * @param type {@code object}, {@code array}, {@code string}, {@code integer}, {@code number},
 *     {@code boolean}; empty for any
 * @param properties the members it knows
 * @param required the members it must have
 * @param values what its other members are; null if it has none
 * @param items what its items are; null if anything
 * @param choices the only values there are; empty for any
 * @param bounds its limits
 * @param nullable whether it may be null
 * @param keepsUnknown whether members it does not know are kept
 * @param intOrString whether it may be either
 * @param embedded whether it is an object of its own, with apiVersion, kind and metadata
 * @param absent what it is when it is not there; null for nothing
 */
public record Schema(
    String type,
    Map<String, Schema> properties,
    Set<String> required,
    @Nullable Schema values,
    @Nullable Schema items,
    List<JsonNode> choices,
    Bounds bounds,
    boolean nullable,
    boolean keepsUnknown,
    boolean intOrString,
    boolean embedded,
    @Nullable JsonNode absent) {

  public Schema {
    properties = Map.copyOf(properties);
    required = Set.copyOf(required);
    choices = List.copyOf(choices);
  }

  /**
   * Limits of a value; null for none.
   *
   * @param minimum of a number
   * @param maximum of a number
   * @param above whether the number must be above the minimum
   * @param below whether the number must be below the maximum
   * @param least the shortest text, the fewest items or members
   * @param most the longest text, the most items or members
   * @param pattern what a text looks like
   */
  public record Bounds(
      @Nullable BigDecimal minimum,
      @Nullable BigDecimal maximum,
      boolean above,
      boolean below,
      @Nullable Integer least,
      @Nullable Integer most,
      @Nullable Pattern pattern) {}
}
