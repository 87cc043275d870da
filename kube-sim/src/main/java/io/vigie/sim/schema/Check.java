package io.vigie.sim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a value is as its schema says, in the words of the API server. */
public final class Check {

  private final List<Violation> found = new ArrayList<>();

  private Check() {}

  /** Everything that is wrong with an object; its metadata is not looked at. */
  public static List<Violation> of(Schema schema, ObjectNode object) {
    Check check = new Check();
    check.members(schema, object, "");
    return List.copyOf(check.found);
  }

  private void value(Schema schema, JsonNode value, String field) {
    if (value.isNull()) {
      if (!schema.nullable() && !schema.type().isEmpty()) {
        type(schema.type(), "null", "null", field);
      }
      return;
    }
    if (!isOf(schema, value)) {
      wrongType(schema, value, field);
      return;
    }
    if (!schema.choices().isEmpty() && !isChoice(schema, value)) {
      String known =
          schema.choices().stream().map(JsonNode::toString).collect(Collectors.joining(", "));
      add(
          "FieldValueNotSupported",
          "Unsupported value: %s: supported values: %s".formatted(value, known),
          field);
    }
    bounds(schema, value, field);
    if (value instanceof ObjectNode object) {
      members(schema, object, field);
    }
    Schema items = schema.items();
    if (items != null && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(items, value.get(i), field + "[" + i + "]");
      }
    }
  }

  private void members(Schema schema, ObjectNode object, String field) {
    boolean root = field.isEmpty();
    for (String name : new TreeSet<>(schema.required())) {
      if (!object.has(name)) {
        add("FieldValueRequired", "Required value", below(field, name));
      }
    }
    object
        .properties()
        .forEach(
            member -> {
              String name = member.getKey();
              Schema known = schema.properties().getOrDefault(name, schema.values());
              boolean ours = (root || schema.embedded()) && isMeta(name);
              if (known != null && !ours) {
                value(known, member.getValue(), below(field, name));
              }
            });
  }

  private void bounds(Schema schema, JsonNode value, String field) {
    Schema.Bounds bounds = schema.bounds();
    if (value.isNumber()) {
      numbers(bounds, value, field);
    }
    boolean text = value.isTextual();
    int size =
        text ? value.textValue().codePointCount(0, value.textValue().length()) : value.size();
    String unit = text ? " chars long" : value.isArray() ? " items" : " properties";
    String verb = text ? "should be " : "should have ";
    Integer least = bounds.least();
    if (least != null && size < least && (text || value.isContainerNode())) {
      body(value, field, verb + "at least " + least + unit);
    }
    Integer most = bounds.most();
    if (most != null && size > most && (text || value.isContainerNode())) {
      if (text) {
        add("FieldValueTooLong", "Too long: may not be more than " + most + " bytes", field);
      } else {
        add(
            "FieldValueTooMany",
            "Too many: %d: must have at most %d items".formatted(size, most),
            field);
      }
    }
    if (text && bounds.pattern() != null && !bounds.pattern().matcher(value.textValue()).find()) {
      body(value, field, "should match '" + bounds.pattern().pattern() + "'");
    }
  }

  private void numbers(Schema.Bounds bounds, JsonNode value, String field) {
    BigDecimal number = value.decimalValue();
    BigDecimal least = bounds.minimum();
    if (least != null && number.compareTo(least) < (bounds.above() ? 1 : 0)) {
      body(
          value,
          field,
          "should be greater than "
              + (bounds.above() ? "" : "or equal to ")
              + least.toPlainString());
    }
    BigDecimal most = bounds.maximum();
    if (most != null && number.compareTo(most) > (bounds.below() ? -1 : 0)) {
      body(
          value,
          field,
          "should be less than " + (bounds.below() ? "" : "or equal to ") + most.toPlainString());
    }
  }

  private static boolean isOf(Schema schema, JsonNode value) {
    if (schema.intOrString()) {
      return value.isTextual() || isWhole(value);
    }
    return switch (schema.type()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" -> isWhole(value);
      default -> true;
    };
  }

  private static boolean isWhole(JsonNode value) {
    return value.isNumber()
        && (value.isIntegralNumber() || value.decimalValue().stripTrailingZeros().scale() <= 0);
  }

  private static boolean isChoice(Schema schema, JsonNode value) {
    return schema.choices().stream()
        .anyMatch(
            choice ->
                choice.equals(value)
                    || (choice.isNumber()
                        && value.isNumber()
                        && choice.decimalValue().compareTo(value.decimalValue()) == 0));
  }

  private void wrongType(Schema schema, JsonNode value, String field) {
    String wanted = schema.intOrString() ? "integer,string" : schema.type();
    type(wanted, nameOf(value), nameOf(value), field);
  }

  private void type(String wanted, String is, String shown, String field) {
    add(
        "FieldValueTypeInvalid",
        "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
            .formatted(shown, field, wanted, is),
        field);
  }

  private void body(JsonNode value, String field, String what) {
    String shown = value.isContainerNode() ? "\"" + nameOf(value) + "\"" : value.toString();
    add(
        "FieldValueInvalid",
        "Invalid value: %s: %s in body %s".formatted(shown, field, what),
        field);
  }

  private static String nameOf(JsonNode value) {
    if (value.getNodeType() == JsonNodeType.NUMBER) {
      return isWhole(value) ? "integer" : "number";
    }
    return value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }

  private void add(String reason, String message, String field) {
    found.add(new Violation(reason, message, field));
  }

  private static String below(String field, String name) {
    return field.isEmpty() ? name : field + "." + name;
  }

  static boolean isMeta(String name) {
    return name.equals("apiVersion") || name.equals("kind") || name.equals("metadata");
  }
}
