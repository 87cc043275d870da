/** What is told to whom, and when. Pure: time is an argument. */
@NullMarked
package io.vigie.kit.notify.core;

import org.jspecify.annotations.NullMarked;
