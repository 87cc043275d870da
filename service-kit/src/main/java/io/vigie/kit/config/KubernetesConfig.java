package io.vigie.kit.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to reach the Kubernetes API. */
public record KubernetesConfig(
    @Key(
            meaning = "URLs of the API servers, tried in order; a VIP last, if at all",
            form = Form.URL,
            filled = true)
        List<String> servers,
    @Key(
            meaning = "file to take certificates and tokens from; without one, those of the pod",
            form = Form.FILE)
        @Nullable String kubeconfig) {}
