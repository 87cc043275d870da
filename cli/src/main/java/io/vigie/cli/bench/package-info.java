/** {@code vigie bench}: measurements beside a peer. */
@NullMarked
package io.vigie.cli.bench;

import org.jspecify.annotations.NullMarked;
