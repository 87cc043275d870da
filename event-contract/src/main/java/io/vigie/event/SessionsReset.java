package io.vigie.event;

import java.util.List;

/**
 * Sessions through a VIP were reset because it is being handed over, so that their clients notice
 * at once.
 *
 * @param vip the VIP, as named in the configuration
 * @param addresses the local addresses whose sessions were reset
 * @param sessions how many
 */
public record SessionsReset(String vip, List<String> addresses, int sessions) implements Event {

  public SessionsReset {
    addresses = List.copyOf(addresses);
  }

  @Override
  public String subject() {
    return vip;
  }
}
