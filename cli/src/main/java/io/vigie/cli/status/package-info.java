/** {@code vigie status}: how things are, from whoever answers. */
@NullMarked
package io.vigie.cli.status;

import org.jspecify.annotations.NullMarked;
