/** How log lines look. The set-up itself is {@code logback.xml}. */
@NullMarked
package io.vigie.kit.log;

import org.jspecify.annotations.NullMarked;
