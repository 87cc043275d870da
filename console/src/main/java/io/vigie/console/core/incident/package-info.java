/**
 * Events folded into incidents: whatever the order they come in, the same set gives the same
 * incidents.
 */
@NullMarked
package io.vigie.console.core.incident;

import org.jspecify.annotations.NullMarked;
