package io.vigie.console.web;

import io.vigie.event.Event;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events of any type, made from their records: every text in them is the same, but for those that
 * must be an instant and the names that are given.
 *
 * @param text what stands everywhere
 * @param names by component, what stands there instead
 */
record Anything(String text, Map<String, String> names) {

  private static final String INSTANT = "2026-11-23T12:00:00Z";
  private static final int SERIES = 10;

  /** One of this type. */
  Event event(Class<? extends Event> type) {
    return (Event) make(type);
  }

  private Record make(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(this::value).toArray();
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + type, e);
    }
  }

  private Object value(RecordComponent component) {
    boolean instant =
        Arrays.stream(component.getAnnotations())
            .anyMatch(annotation -> annotation.toString().contains("instant=true"));
    if (instant) {
      return INSTANT;
    }
    return value(component.getName(), component.getAnnotatedType());
  }

  private Object value(String name, AnnotatedType annotated) {
    Type type = annotated.getType();
    if (type == String.class) {
      return names.getOrDefault(name, text);
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class || type == Integer.class) {
      return 1;
    }
    if (type == long.class || type == Long.class) {
      return 1L;
    }
    if (annotated instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      boolean list = ((ParameterizedType) type).getRawType() == List.class;
      return list
          ? Collections.nCopies(
              arguments[0].getType() == Long.class ? SERIES : 1, value("", arguments[0]))
          : Map.of(text, value("", arguments[1]));
    }
    Class<?> raw = (Class<?>) type;
    @Nullable Object[] constants = raw.getEnumConstants();
    return constants == null ? make(raw) : Objects.requireNonNull(constants[0]);
  }
}
