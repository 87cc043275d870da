/**
 * Kubernetes objects as far as Vigie reads them: pure values. What is not set is empty, 0 or {@link
 * io.vigie.kube.model.Tri#UNKNOWN}, whether it is absent, null or empty in the object; a word that
 * is not known is not an error.
 */
@NullMarked
package io.vigie.kube.model;

import org.jspecify.annotations.NullMarked;
