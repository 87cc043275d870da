/** {@code vigie up}: everything on this machine, and what happens in it as it happens. */
@NullMarked
package io.vigie.cli.up;

import org.jspecify.annotations.NullMarked;
