package io.vigie.kit.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of {@code vigie.yaml}, once: the reader obeys it, and the JSON Schema and
 * {@code docs/configuration.md} are made from it.
 *
 * <p>What concerns a single text or number ({@link #min}, {@link #max}, {@link #form}, {@link #in})
 * holds for each element of a list and each value of a map.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

  /** What it means, for people. */
  String meaning();

  /**
   * What it is when it is not written: YAML, or a formula that begins with {@code =} (see {@link
   * Formula}). Without one the key is required, unless its component is nullable.
   */
  String def() default "";

  /** Its name in the file where Java does not allow it. */
  String name() default "";

  /** The least number or duration, as in the file. */
  String min() default "";

  /** The greatest number or duration, as in the file. */
  String max() default "";

  /** What texts look like. */
  Form form() default Form.TEXT;

  /** What the keys of a map look like. */
  Form keys() default Form.NAME;

  /** The top-level map that must know the text. */
  String in() default "";

  /** The top-level map that must know the keys of this map. */
  String keysIn() default "";

  /** The only keys this map may have; those that are not written keep their default. */
  String[] words() default {};

  /** Whether a list or map needs at least one element. */
  boolean filled() default false;

  /** A shorter way to write it. */
  Shorthand shorthand() default Shorthand.NONE;

  /** Where another key may say it, so that it need not be written: a word of its {@link Scope}. */
  String by() default "";

  /** Whether it is no key of the file: what {@link #by} names is all there is of it. */
  boolean unwritten() default false;

  /** The values of the key {@code type} beside it with which this one means anything; none: all. */
  String[] types() default {};
}
