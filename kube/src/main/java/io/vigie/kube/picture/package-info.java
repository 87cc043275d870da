/** The objects of a cluster as last seen, found by what they belong to. */
@NullMarked
package io.vigie.kube.picture;

import org.jspecify.annotations.NullMarked;
