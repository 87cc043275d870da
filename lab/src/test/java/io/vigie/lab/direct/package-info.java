/**
 * Frontends of {@code mode: direct} on a network of namespaces: the kernel's part is the real one.
 */
@NullMarked
package io.vigie.lab.direct;

import org.jspecify.annotations.NullMarked;
