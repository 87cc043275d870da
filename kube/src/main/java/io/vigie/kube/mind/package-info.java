/** What every watcher of the Kubernetes API has in common, beside the objects: pure. */
@NullMarked
package io.vigie.kube.mind;

import org.jspecify.annotations.NullMarked;
