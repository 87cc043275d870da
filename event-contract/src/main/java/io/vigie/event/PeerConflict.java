package io.vigie.event;

/**
 * A router on the link does not go together with this one, or does again.
 *
 * @param vip the VIP, as named in the configuration
 * @param peer the other's address
 * @param kind what does not go together
 * @param open whether it is so now
 * @param detail what was heard and what was expected, for people
 * @param advice what to change, and in which file
 */
public record PeerConflict(
    String vip, String peer, ConflictKind kind, boolean open, String detail, String advice)
    implements Event {

  public PeerConflict {
    detail = Brief.of(detail);
    advice = Brief.of(advice);
  }

  /** One state per kind and peer. */
  @Override
  public String subject() {
    return vip + "/" + kind.wire() + "/" + peer;
  }

  /** What does not go together. */
  public enum ConflictKind implements Wire {
    /** Both say that they are active, for longer than an election takes. */
    TWO_ACTIVE,
    VERSION,
    INTERVAL,
    PASSWORD,
    ADDRESSES,
    CHECKSUM,
    /** Not VRRP, or a message that breaks its rules: CARP, a wrong length, a TTL below 255. */
    MALFORMED,
    /** Adverts by multicast where unicast was agreed on, the reverse, or from an unknown peer. */
    PEERS
  }
}
