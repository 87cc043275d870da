/** What the services that watch the Kubernetes API share: the shell around a {@code Mind}. */
@NullMarked
package io.vigie.kube.service;

import org.jspecify.annotations.NullMarked;
