package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A virtual address. Read by vrrp-service; everybody checks it. */
public record VipConfig(
    @Key(
            meaning = "addresses with prefix lengths, in the order they are sent",
            form = Form.PREFIXED_IP,
            filled = true)
        List<String> addresses,
    @Key(name = "interface", meaning = "the link it lives on", form = Form.INTERFACE)
        String networkInterface,
    @Key(meaning = "virtual router id", min = "1", max = "255") int vrid,
    @Key(
            meaning = "by balancer; 100 for those that are not named",
            def = "{}",
            keysIn = "balancers",
            min = "1",
            max = "255")
        Map<String, Integer> priority,
    @Key(meaning = "`multicast`, or the peers' addresses", def = "multicast", form = Form.PEER)
        List<String> peers,
    @Key(meaning = "what takes it away from a balancer", def = "[lb, observer]") List<Track> track,
    @Key(meaning = "VRRP version; 2 beside a keepalived of old", def = "3", min = "2", max = "3")
        int version,
    @Key(meaning = "between adverts", def = "100ms", min = "10ms", max = "4m") Duration interval,
    @Key(
            meaning =
                "whether the higher priority takes it back; `stable`: only once it has not flapped"
                    + " for a while",
            def = "stable")
        Preempt preempt,
    @Key(meaning = "adverts missed until the peer counts as gone", def = "3", min = "1", max = "10")
        int downAfter,
    @Key(meaning = "VRRPv2 authentication") @Nullable Auth auth) {

  /** What takes a VIP away from a balancer. */
  public enum Track {
    /** The local lb-service is gone, frozen or not ready. */
    LB,
    /** The local observer is impaired. */
    OBSERVER
  }

  /** Whether the higher priority takes a VIP back. */
  public enum Preempt {
    STABLE,
    TRUE,
    FALSE
  }

  /** {@code auth_type PASS} of VRRPv2. It hides nothing; it only keeps strangers' adverts apart. */
  public record Auth(@Key(meaning = "at most 8 bytes, as keepalived's `auth_pass`") Secret pass) {}
}
