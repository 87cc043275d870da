/** lb-service itself: the director, the engine and the news, wired up on one event loop. */
@NullMarked
package io.vigie.lb.app;

import org.jspecify.annotations.NullMarked;
