package io.vigie.kit.config;

import java.util.List;

/**
 * VIPs that move together.
 *
 * @param members names under {@code vips}
 */
public record SyncGroupConfig(List<String> members) {}
