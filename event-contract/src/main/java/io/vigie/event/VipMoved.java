package io.vigie.event;

import io.vigie.event.RoleChanged.RoleReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VIP has a new holder, who says so.
 *
 * @param vip the VIP, as named in the configuration
 * @param addresses its addresses, without prefix lengths
 * @param from who held it: a balancer, else an address; none where nobody was known
 * @param to the balancer that holds it now
 * @param reason why the new holder took it
 * @param gapMillis from the old holder's last sign of life to the takeover, on the new holder's
 *     clock; none where nobody was known. A resignation is a last sign of life; 0 from one who
 *     serves until it is relieved
 */
public record VipMoved(
    String vip,
    List<String> addresses,
    @Nullable String from,
    String to,
    RoleReason reason,
    @Nullable Long gapMillis)
    implements Event {

  public VipMoved {
    addresses = List.copyOf(addresses);
  }

  @Override
  public String subject() {
    return vip;
  }
}
