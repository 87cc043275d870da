package io.vigie.kit.config;

import java.util.List;

/** VIPs that move together. */
public record SyncGroupConfig(
    @Key(meaning = "VIPs", in = "vips", filled = true) List<String> members) {}
