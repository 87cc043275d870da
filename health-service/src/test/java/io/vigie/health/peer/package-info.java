/** The other side: servers that behave as they are told. */
@NullMarked
package io.vigie.health.peer;

import org.jspecify.annotations.NullMarked;
