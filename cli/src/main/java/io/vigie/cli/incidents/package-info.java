/** What broke, and how it went: {@code vigie incidents}. */
@NullMarked
package io.vigie.cli.incidents;

import org.jspecify.annotations.NullMarked;
