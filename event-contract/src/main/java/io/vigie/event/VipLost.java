package io.vigie.event;

/**
 * An address of a VIP vanished from the interface while its router was active.
 *
 * @param vip the VIP, as named in the configuration
 * @param address the address, without prefix length
 * @param cause what took it
 * @param restored whether it was put back at once
 */
public record VipLost(String vip, String address, LossCause cause, boolean restored)
    implements Event {

  @Override
  public String subject() {
    return vip + "/" + address;
  }

  /** What took an address. */
  public enum LossCause implements Wire {
    /** Its lease ran out: the advert loop was late. */
    LEASE_EXPIRED,
    /** Somebody else removed it. */
    REMOVED
  }
}
