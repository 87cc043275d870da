package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A virtual address. Read by vrrp-service; everybody checks it.
 *
 * @param addresses with prefix lengths, in the order they are sent
 * @param networkInterface the link it lives on ({@code interface} in the file)
 * @param vrid virtual router id, 1 to 255
 * @param priority by balancer, 1 to 255
 * @param peers {@code multicast} or the peers' addresses
 * @param track what takes it away: {@code lb}, {@code observer}
 * @param version VRRP version, 2 or 3
 * @param interval between adverts
 * @param preempt {@code stable}, {@code true} or {@code false}
 * @param downAfter adverts missed until the peer counts as gone
 * @param pass password of VRRPv2 authentication, at most 8 bytes
 */
public record VipConfig(
    List<String> addresses,
    String networkInterface,
    int vrid,
    Map<String, Integer> priority,
    List<String> peers,
    List<String> track,
    int version,
    Duration interval,
    String preempt,
    int downAfter,
    @Nullable Secret pass) {}
