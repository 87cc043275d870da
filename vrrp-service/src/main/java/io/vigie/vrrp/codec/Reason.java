package io.vigie.vrrp.codec;

/** Why a packet was dropped, in the order in which the rules are asked. */
public enum Reason {

  /** IPv4 for a virtual router of IPv6, or the other way round. */
  ADDRESS_FAMILY,

  /** Multicast at a unicast router, or the other way round. */
  WRONG_CAST,

  /** By unicast from somebody who is no peer. */
  UNKNOWN_PEER,

  /** By multicast through a router, or forged from afar. */
  TTL,

  /** Cut short, or longer than it says. A header is asked for here, the rest after the count. */
  LENGTH,

  /** CARP, which shares protocol number, group and first byte. */
  FOREIGN,

  /** Not our version. */
  VERSION,

  /** Not an advertisement. */
  TYPE,

  /** Another virtual router. */
  VRID,

  /** No address at all. */
  COUNT,

  /** An HMAC trailer, and no key here. */
  HMAC_UNEXPECTED,

  /** Damaged, or its source was rewritten on the way. */
  CHECKSUM,

  /** No HMAC trailer, and one is demanded. */
  HMAC_MISSING,

  /** A trailer of another kind. */
  HMAC_MALFORMED,

  /** Signed too long ago, or in the future. */
  HMAC_STALE,

  /** Signed with another key. */
  HMAC_UNKNOWN_KEY,

  /** Not what the key makes of this message. */
  HMAC_WRONG,

  /** Seen before, or overtaken. */
  HMAC_REPLAYED,

  /** Another way of authentication than ours (version 2). */
  AUTH_TYPE,

  /** Another password (version 2). */
  AUTH_FAILED,

  /** No interval: a Backup would take over at once. */
  INTERVAL_ZERO,

  /** Another interval than ours (version 2). */
  INTERVAL;

  /** What was found, and what was expected. */
  String text(int value, int expected) {
    return switch (this) {
      case ADDRESS_FAMILY ->
          "IPv%d packet, must be IPv%d (RFC 9568 §5.2.9)".formatted(value, expected);
      case WRONG_CAST ->
          value == 1
              ? "sent by multicast, must come by unicast from a peer"
              : "sent by unicast, must come by multicast";
      case UNKNOWN_PEER -> "source is none of the %d configured peers".formatted(expected);
      case TTL -> "TTL %d, must be %d (RFC 9568 §7.1)".formatted(value, expected);
      case LENGTH -> "%d bytes, must be %d (RFC 9568 §7.1)".formatted(value, expected);
      case FOREIGN -> "CARP advert of VHID %d, must be VRRP: give one another ID".formatted(value);
      case VERSION -> "version %d, must be %d (RFC 9568 §7.1)".formatted(value, expected);
      case TYPE -> "type %d, must be %d (RFC 9568 §5.2.2)".formatted(value, expected);
      case VRID -> "VRID %d, must be %d (RFC 9568 §7.1)".formatted(value, expected);
      case COUNT -> "no addresses, must have at least 1 (RFC 9568 §5.2.5)";
      case CHECKSUM ->
          "checksum 0x%04x, must be 0x%04x (RFC 9568 §5.2.8)".formatted(value, expected);
      case HMAC_UNEXPECTED -> "carries an HMAC trailer, no key is configured here";
      case HMAC_MISSING -> "carries no HMAC trailer, one is demanded here";
      case HMAC_MALFORMED ->
          "HMAC trailer of type %d, must be %d with zeros reserved".formatted(value, expected);
      case HMAC_STALE ->
          "signed %d s ago by the clock here, must be within %d s".formatted(value, expected);
      case HMAC_UNKNOWN_KEY -> "signed with key %d, must be %d".formatted(value, expected);
      case HMAC_WRONG -> "signature does not fit, must be made with key %d".formatted(expected);
      case HMAC_REPLAYED -> "signed advert was seen before, must be a new one";
      case AUTH_TYPE ->
          "authentication type %d, must be %d (RFC 3768 §7.1)".formatted(value, expected);
      case AUTH_FAILED -> "password differs, must be the one here (RFC 2338 §5.3.10)";
      case INTERVAL_ZERO -> "interval 0, must be at least 1 (RFC 9568 §7.1)";
      case INTERVAL -> "interval %d cs, must be %d cs (RFC 3768 §7.1)".formatted(value, expected);
    };
  }
}
