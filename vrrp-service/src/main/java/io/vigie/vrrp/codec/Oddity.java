package io.vigie.vrrp.codec;

/** What is strange about an advert that counts all the same: to be counted and reported. */
public enum Oddity {

  /** Other addresses than ours, or in another order (RFC 9568 §7.1: never a reason to drop). */
  ADDRESS_LIST,

  /** Version 3 with another interval than ours: a Backup adopts it (RFC 9568 §7.1). */
  INTERVAL,

  /**
   * IPv6 whose first address is not link-local (RFC 9568 §5.2.9). Accepted, as keepalived sends
   * such adverts unless told to be strict, and dropping them would make two Active routers.
   */
  FIRST_NOT_LINK_LOCAL,

  /** No HMAC trailer, which only {@link HmacKey.Mode#ENFORCE} demands. */
  HMAC_MISSING;

  /** What was heard, and what was expected. */
  public String text(Dialect own, Advert heard) {
    return switch (this) {
      case ADDRESS_LIST ->
          "addresses %s, configured here are %s: keepalived before 2.3.3 drops such adverts"
              .formatted(Texts.of(heard.addresses()), Texts.of(own.addresses()));
      case INTERVAL ->
          "interval %d cs, configured here is %d cs (RFC 9568 §7.1)"
              .formatted(heard.intervalCentis(), own.intervalCentis());
      case FIRST_NOT_LINK_LOCAL ->
          "first address %s, must be link-local (RFC 9568 §5.2.9)"
              .formatted(heard.addresses().getFirst().getHostAddress());
      case HMAC_MISSING -> "no HMAC trailer, one is configured here";
    };
  }
}
