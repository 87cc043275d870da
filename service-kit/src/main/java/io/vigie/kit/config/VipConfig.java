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
    @Key(meaning = "VRRPv2 authentication") @Nullable Auth auth,
    @Key(
            meaning = "what the checksum of VRRPv3 over IPv4 covers when sent; both are accepted",
            def = "pseudo-header")
        Checksum checksum,
    @Key(
            meaning = "how long a lower priority is put up with before it is preempted",
            def = "0s",
            min = "0s",
            max = "1h")
        Duration preemptDelay,
    @Key(
            meaning = "from the start of vrrp-service to taking part",
            def = "0s",
            min = "0s",
            max = "1h")
        Duration startDelay,
    @Key(
            meaning = "how long the link must be up again to count as up",
            def = "0s",
            min = "0s",
            max = "10m")
        Duration linkUpDelay,
    @Key(
            meaning = "how long the link must be down to count as down; less than two intervals",
            def = "0s",
            min = "0s",
            max = "10m")
        Duration linkDownDelay,
    @Key(meaning = "how long a host that flapped stays back", def = "{}") StabilityConfig stability,
    @Key(meaning = "gratuitous ARP and neighbour advertisements", def = "{}")
        AnnounceConfig announce,
    @Key(meaning = "programs whose exit code counts, by name", def = "{}")
        Map<String, ScriptConfig> scripts,
    @Key(meaning = "files that hold a number, by name", def = "{}") Map<String, FileConfig> files) {

  /** How long a host that flapped must be quiet before it may take a VIP back. */
  public record StabilityConfig(
      @Key(
              meaning =
                  "how long one flap keeps it back; further ones add, and decay by half in it",
              def = "5m",
              min = "1s",
              max = "1h")
          Duration halfLife,
      @Key(
              meaning = "the longest it stays back after its last flap",
              def = "10m",
              min = "1s",
              max = "1d")
          Duration most) {}

  /** When the link is told where the addresses are, besides the moment of the takeover. */
  public record AnnounceConfig(
      @Key(meaning = "frames per address and burst", def = "3", min = "1", max = "10") int burst,
      @Key(
              meaning = "from the takeover to the second burst",
              def = "5s",
              min = "100ms",
              max = "10m")
          Duration delay,
      @Key(meaning = "between later ones; 0s for none", def = "1m", min = "0s", max = "1d")
          Duration refresh) {}

  /** A program that is run again and again; exit code 0 is well. */
  public record ScriptConfig(
      @Key(meaning = "the program and its arguments; no shell", filled = true) List<String> command,
      @Key(meaning = "from one start to the next", def = "2s", min = "1s", max = "1h")
          Duration interval,
      @Key(
              meaning = "until it is killed, which counts as failed",
              def = "1s",
              min = "100ms",
              max = "1h")
          Duration timeout,
      @Key(
              meaning = "failures in a row until it counts as failed",
              def = "2",
              min = "1",
              max = "100")
          int fall,
      @Key(
              meaning = "successes in a row until it counts as well",
              def = "2",
              min = "1",
              max = "100")
          int rise,
      @Key(
              meaning =
                  "added to the priority while it is well (positive) or failed (negative); 0: a"
                      + " failure takes the host out",
              def = "0",
              min = "-253",
              max = "253")
          int weight) {}

  /** A file read every second; its number times the weight is added to the priority. */
  public record FileConfig(
      @Key(meaning = "where it is; one that is not there holds 0") String path,
      @Key(meaning = "by what its number is multiplied", def = "1", min = "-253", max = "253")
          int weight) {}

  /** What the checksum of VRRPv3 over IPv4 covers. */
  public enum Checksum {
    /** Pseudo header and message: keepalived's and FRR's default. */
    PSEUDO_HEADER,
    /** The message alone: RFC 9568 §5.2.8, Cisco, Juniper. */
    MESSAGE_ONLY
  }

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
