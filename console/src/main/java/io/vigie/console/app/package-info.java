/** The console as a service: what it hears, whose turn it is to speak, and what it tells. */
@NullMarked
package io.vigie.console.app;

import org.jspecify.annotations.NullMarked;
