/** A real KRaft broker in this JVM. */
@NullMarked
package io.vigie.broker;

import org.jspecify.annotations.NullMarked;
