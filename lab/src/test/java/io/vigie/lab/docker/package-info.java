/** What needs a Docker engine; skipped with a reason where none answers. */
@NullMarked
package io.vigie.lab.docker;

import org.jspecify.annotations.NullMarked;
