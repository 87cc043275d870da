/** From JSON, as the API server says it, to {@link io.vigie.kube.model}. Total: no input throws. */
@NullMarked
package io.vigie.kube.read;

import org.jspecify.annotations.NullMarked;
