package io.vigie.kit.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ports for people and machines that watch.
 *
 * @param bind the address they listen on
 * @param ports by service: {@code console health lb vrrp storage db}
 * @param token bearer token for writes; null allows none
 */
public record ManagementConfig(String bind, Map<String, Integer> ports, @Nullable Secret token) {}
