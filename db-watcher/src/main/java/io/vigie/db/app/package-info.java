/** The watcher as a service: what it reads, hears and tells. */
@NullMarked
package io.vigie.db.app;

import org.jspecify.annotations.NullMarked;
