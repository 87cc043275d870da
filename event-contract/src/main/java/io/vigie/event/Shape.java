package io.vigie.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record looks like in JSON, read off its components. The codec checks data against it, and
 * the schemas are generated from it, so that both say the same.
 *
 * <p>Unknown properties fit: they are optional fields of a newer version.
 *
 * @param record whose shape it is
 * @param fields its components, in order
 */
record Shape(Class<?> record, List<Field> fields) {

  /**
   * One property.
   *
   * @param required whether it must be there, and not null
   */
  record Field(String name, boolean required, Kind kind) {}

  /** What a property holds. */
  sealed interface Kind {

    /** Any text. */
    record Text() implements Kind {}

    /** An RFC 3339 instant. */
    record Moment() implements Kind {}

    /** True or false. */
    record Truth() implements Kind {}

    /** A whole number within bounds, both included. */
    record Whole(long least, long most) implements Kind {}

    /** One of an enum's names on the wire. */
    record OneOf(Class<?> type, List<String> names) implements Kind {}

    /** A list; of any length where {@code items} is negative. */
    record Many(Kind each, int items) implements Kind {}

    /** An object with any names in it. */
    record Named(Kind each) implements Kind {}

    /** An object. */
    record Part(Shape shape) implements Kind {}
  }

  /** The shape of a record. */
  static Shape of(Class<?> record) {
    return new Shape(
        record, Arrays.stream(record.getRecordComponents()).map(Shape::field).toList());
  }

  /** Why the JSON does not fit, beginning with where; null if it does. */
  @Nullable String misfit(JsonNode json, String where) {
    if (!json.isObject()) {
      return where + ": object expected";
    }
    for (Field field : fields) {
      JsonNode value = json.path(field.name());
      String here = where + "." + field.name();
      if (value.isMissingNode() || value.isNull()) {
        if (field.required()) {
          return here + ": missing";
        }
        continue;
      }
      String misfit = misfit(field.kind(), value, here);
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  private static @Nullable String misfit(Kind kind, JsonNode json, String where) {
    return switch (kind) {
      case Kind.Text() -> json.isTextual() ? null : where + ": text expected";
      case Kind.Moment() -> isMoment(json) ? null : where + ": RFC 3339 instant expected";
      case Kind.Truth() -> json.isBoolean() ? null : where + ": true or false expected";
      case Kind.Whole(long least, long most) ->
          isWhole(json, least, most)
              ? null
              : where + ": whole number from " + least + " to " + most + " expected";
      case Kind.OneOf(_, List<String> names) ->
          json.isTextual() && names.contains(json.textValue())
              ? null
              : where + ": one of " + names + " expected";
      case Kind.Many(Kind each, int items) -> many(each, items, json, where);
      case Kind.Named(Kind each) -> named(each, json, where);
      case Kind.Part(Shape shape) -> shape.misfit(json, where);
    };
  }

  private static @Nullable String many(Kind each, int items, JsonNode json, String where) {
    if (!json.isArray() || (items >= 0 && json.size() != items)) {
      return where + ": list" + (items < 0 ? "" : " of " + items) + " expected";
    }
    for (int i = 0; i < json.size(); i++) {
      String misfit = misfit(each, json.path(i), where + "[" + i + "]");
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  private static @Nullable String named(Kind each, JsonNode json, String where) {
    if (!json.isObject()) {
      return where + ": object expected";
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String misfit = misfit(each, entry.getValue(), where + "." + entry.getKey());
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  private static boolean isWhole(JsonNode json, long least, long most) {
    return json.isIntegralNumber()
        && json.canConvertToLong()
        && json.longValue() >= least
        && json.longValue() <= most;
  }

  private static boolean isMoment(JsonNode json) {
    if (!json.isTextual()) {
      return false;
    }
    try {
      OffsetDateTime.parse(json.textValue());
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Field field(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    return new Field(
        component.getName(),
        !type.isAnnotationPresent(Nullable.class),
        kind(type, component.getAnnotation(Bounds.class)));
  }

  private static Kind kind(AnnotatedType annotated, @Nullable Bounds bounds) {
    Type type = annotated.getType();
    if (annotated instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      return arguments.length == 1
          ? new Kind.Many(kind(arguments[0], bounds), bounds == null ? -1 : bounds.items())
          : new Kind.Named(kind(arguments[1], bounds));
    }
    if (type == String.class) {
      return bounds != null && bounds.instant() ? new Kind.Moment() : new Kind.Text();
    }
    if (type == boolean.class) {
      return new Kind.Truth();
    }
    long least = bounds == null ? 0 : bounds.least();
    long most = bounds == null ? Long.MAX_VALUE : bounds.most();
    if (type == long.class || type == Long.class) {
      return new Kind.Whole(least, most);
    }
    if (type == int.class || type == Integer.class) {
      return new Kind.Whole(least, Math.min(most, Integer.MAX_VALUE));
    }
    if (type instanceof Class<?> named && named.isEnum()) {
      return new Kind.OneOf(named, names(named));
    }
    if (type instanceof Class<?> named && named.isRecord()) {
      return new Kind.Part(of(named));
    }
    throw new IllegalStateException("no place in an event for " + type);
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant instanceof Wire wire ? wire.wire() : constant.toString())
        .toList();
  }
}
