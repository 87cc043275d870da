/** The service as a process, before a broker and an API server that are real programs. */
@NullMarked
package io.vigie.db.accept;

import org.jspecify.annotations.NullMarked;
