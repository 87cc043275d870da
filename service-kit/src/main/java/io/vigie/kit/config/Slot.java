package io.vigie.kit.config;

import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a map that is a record in Java: its name in the file, its type, and what is said of it.
 *
 * @param def its default as a tree, if it has one
 * @param optional whether it may be missing without a default
 */
record Slot(String name, Type type, Key key, Optional<YamlNode> def, boolean optional) {

  /** Annotations are slow to read, and a file asks for them once per map. */
  private static final ClassValue<List<Slot>> KNOWN =
      new ClassValue<>() {
        @Override
        protected List<Slot> computeValue(Class<?> record) {
          return Arrays.stream(record.getRecordComponents()).map(Slot::of).toList();
        }
      };

  /** The keys of a record, in their order. */
  static List<Slot> of(Class<?> record) {
    return KNOWN.get(record);
  }

  private static Slot of(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw new IllegalStateException(component + " has no @Key");
    }
    return new Slot(
        key.name().isEmpty() ? component.getName() : key.name(),
        component.getGenericType(),
        key,
        YamlReader.read(key.def()).root(),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class));
  }

  /** The class of what is in it; of a list or a map, {@code List} or {@code Map}. */
  Class<?> raw() {
    return raw(type);
  }

  /** The class of the elements of a list, or of the values of a map. */
  Class<?> element() {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return raw(arguments[arguments.length - 1]);
  }

  boolean required() {
    return !optional && key.def().isEmpty();
  }

  /** The words of an enum in the file: {@code close-sessions}. */
  static List<String> words(Class<?> enumType) {
    return Arrays.stream(enumType.getEnumConstants()).map(Slot::word).toList();
  }

  /** The word of an enum's constant: what it calls itself, else its name in our spelling. */
  static String word(Object constant) {
    String name = ((Enum<?>) constant).name();
    String said = constant.toString();
    return said.equals(name) ? name.toLowerCase(Locale.ROOT).replace('_', '-') : said;
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : (Class<?>) type;
  }
}
