/** What the watchers of a kind have told already, as their topic says: pure, single-threaded. */
@NullMarked
package io.vigie.kube.said;

import org.jspecify.annotations.NullMarked;
