/** What the events together mean: pure, single-threaded, time and ids are arguments. */
@NullMarked
package io.vigie.console.core;

import org.jspecify.annotations.NullMarked;
