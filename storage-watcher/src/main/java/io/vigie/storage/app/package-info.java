/** The watcher as a service: what it reads, hears and tells. */
@NullMarked
package io.vigie.storage.app;

import org.jspecify.annotations.NullMarked;
