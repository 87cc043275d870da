package io.vigie.vrrp.net;

import io.vigie.vrrp.net.FenceRules.Extent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets for a VIP pass only while its holder is alive: an nftables table of family netdev that
 * drops ARP, neighbour discovery and IP for the addresses, and from them, unless its set holds the
 * interface. What the set holds expires within milliseconds, so a process that stands still is
 * silent before a peer has taken over. A backup is fenced at all times. Announcements are packets
 * from a VIP too: {@link #open} comes first.
 *
 * <p>The table is made by the program {@code nft}, once, which takes some 20 ms; afterwards one
 * netlink transaction of some 50 µs keeps it open. It stands on the interface that had the name
 * then: if that is gone and back, the fence is to be raised anew. A timeout is as exact as the
 * kernel's clock tick, 1 to 10 ms.
 *
 * <p>Thread rule: one thread.
 */
public final class Fence implements AutoCloseable {

  private final FenceTable table;
  private final Extent extent;

  private Fence(FenceTable table, Extent extent) {
    this.table = table;
    this.extent = extent;
  }

  /** What became of a fence. */
  public sealed interface Raised {
    /**
     * It stands, closed.
     *
     * @param lacks what it cannot do here; empty if nothing
     */
    record Up(Fence fence, String lacks) implements Raised {}

    /** It cannot be built. */
    record Unavailable(String why) implements Raised {}
  }

  /**
   * Raises a fence, closed. A leftover of the same name is replaced.
   *
   * @param vip its name
   */
  public static Raised raise(String vip, String device, List<InetAddress> addresses) {
    int ifindex = new Kernel().indexOf(device);
    if (ifindex == 0) {
      return new Raised.Unavailable("there is no interface " + device);
    }
    String name = FenceRules.table(vip);
    FenceTable table;
    try {
      table = new FenceTable(name, ifindex);
    } catch (KernelFailure e) {
      return new Raised.Unavailable(e.text());
    }
    String first = "";
    for (Extent extent : Extent.values()) {
      String why = Nft.run(FenceRules.text(name, device, addresses, extent));
      if (why.isEmpty()) {
        return new Raised.Up(new Fence(table, extent), lacks(extent));
      }
      first = first.isEmpty() ? why : first;
    }
    table.close();
    return new Raised.Unavailable(first);
  }

  private static String lacks(Extent extent) {
    return switch (extent) {
      case ALL -> "";
      case BOTH_WAYS -> "a handover resets sessions first: nft, or the kernel, cannot relay";
      case INGRESS -> "the fence stops incoming packets only: no egress hook";
    };
  }

  /**
   * Removes what earlier runs have left, which would hold back packets of a VIP for ever if its
   * fence has another name now, or it has none. For the start of the service, of which there is one
   * per network namespace.
   *
   * @return the names of the tables removed
   * @throws KernelFailure if nftables cannot be asked
   */
  public static List<String> sweep() {
    List<String> gone = new ArrayList<>();
    for (String name : FenceTable.names()) {
      if (FenceRules.isFence(name)) {
        try (FenceTable leftover = new FenceTable(name, 0)) {
          if (leftover.delete() == 0) {
            gone.add(name);
          }
        }
      }
    }
    return gone;
  }

  /**
   * Lets packets through for so long.
   *
   * @param millis 1 or more
   * @return whether the kernel agreed
   */
  public boolean open(long millis) {
    if (millis < 1) {
      throw new IllegalArgumentException("a fence opens for 1 ms or more, not " + millis);
    }
    return table.keep(millis) == 0;
  }

  /**
   * Lets nothing through from now on.
   *
   * @return whether the kernel agreed; where not, the set expires by itself
   */
  public boolean shut() {
    return table.empty(handsOver()) == 0;
  }

  /** Whether it knows {@link #linger} and {@link #relay}. */
  public boolean handsOver() {
    return extent == Extent.ALL;
  }

  /**
   * Lets IP through for so long, and nothing else: no packet tells any more where the addresses
   * are.
   */
  public boolean linger(long millis) {
    return table.linger(millis) == 0;
  }

  /**
   * For so long, sends TCP packets of flows that have not begun here on to the former holder, while
   * it is open.
   *
   * @param former its own address on the same link
   */
  public boolean relay(InetAddress former, long millis) {
    return table.relay(former, millis) == 0;
  }

  /** Removes it: packets pass. */
  @Override
  public void close() {
    int ignored = table.delete(); // gone already: as wanted
    table.close();
  }
}
