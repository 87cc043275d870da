/** What events say, for people: the same words in a terminal, on the page and in a notification. */
@NullMarked
package io.vigie.event.words;

import org.jspecify.annotations.NullMarked;
