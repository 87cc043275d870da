/** {@code vigie lab}: breaks the demo's nodes, and mends them. */
@NullMarked
package io.vigie.cli.lab;

import org.jspecify.annotations.NullMarked;
