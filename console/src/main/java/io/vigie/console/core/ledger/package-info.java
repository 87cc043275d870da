/** How available the frontends were, second by second: up, down, or seen by nobody. */
@NullMarked
package io.vigie.console.core.ledger;

import org.jspecify.annotations.NullMarked;
