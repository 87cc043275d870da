/** The console as a process, with a real broker. */
@NullMarked
package io.vigie.console.accept;

import org.jspecify.annotations.NullMarked;
