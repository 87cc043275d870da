package io.vigie.kit.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the Kubernetes API.
 *
 * @param servers URLs, tried in order
 * @param kubeconfig file to take certificates and tokens from; null in a pod
 */
public record KubernetesConfig(List<String> servers, @Nullable String kubeconfig) {}
