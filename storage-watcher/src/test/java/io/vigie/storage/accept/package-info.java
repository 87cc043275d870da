/** The service as a process, with a real broker and a simulated API server. */
@NullMarked
package io.vigie.storage.accept;

import org.jspecify.annotations.NullMarked;
