package io.vigie.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of an event may hold beyond its type. The codec rejects the rest, and the
 * generated schemas say so.
 *
 * <p>Without it whole numbers are 0 or more.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Bounds {

  /** The least number. */
  long least() default 0;

  /** The greatest number. */
  long most() default Long.MAX_VALUE;

  /** How many items a list has; any number where negative. */
  int items() default -1;

  /** Whether the text is an RFC 3339 instant. */
  boolean instant() default false;
}
