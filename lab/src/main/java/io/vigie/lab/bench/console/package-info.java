/** The console with a long log behind it and many pages open. */
@NullMarked
package io.vigie.lab.bench.console;

import org.jspecify.annotations.NullMarked;
