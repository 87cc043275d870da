/** The {@code vigie} command: reads what the services tell, asks them for things, starts them. */
@NullMarked
package io.vigie.cli;

import org.jspecify.annotations.NullMarked;
