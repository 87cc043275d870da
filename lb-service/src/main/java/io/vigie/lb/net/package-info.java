/** The engines: they move bytes and decide nothing. */
@NullMarked
package io.vigie.lb.net;

import org.jspecify.annotations.NullMarked;
