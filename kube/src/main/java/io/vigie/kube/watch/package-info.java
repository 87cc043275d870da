/** Objects kept up to date from the API servers. */
@NullMarked
package io.vigie.kube.watch;

import org.jspecify.annotations.NullMarked;
