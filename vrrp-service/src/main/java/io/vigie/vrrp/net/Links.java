package io.vigie.vrrp.net;

import io.vigie.vrrp.net.NetEvent.AddressAdded;
import io.vigie.vrrp.net.NetEvent.AddressRemoved;
import io.vigie.vrrp.net.NetEvent.LinkChanged;
import io.vigie.vrrp.net.NetEvent.LinkGone;
import io.vigie.vrrp.net.NetEvent.Overrun;
import io.vigie.vrrp.net.NetlinkMessage.Attribute;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Watches interfaces and addresses. Thread rule: one thread. */
public final class Links implements AutoCloseable {

  private static final int GROUPS = 0x111; // links, IPv4 addresses, IPv6 addresses
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_GETADDR = 22;
  private static final int IFF_UP_AND_RUNNING = 0x41;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_F_SECONDARY = 1;
  private static final int MOST_DUMPS = 5;
  private static final int MOST_STALE = 4_096;

  private final NetlinkSocket news = NetlinkSocket.forNews(NetlinkSocket.ROUTE, GROUPS);
  private final NetlinkSocket requests = NetlinkSocket.forRequests(NetlinkSocket.ROUTE);
  private final NetlinkWriter writer = new NetlinkWriter(64);
  private final Queue<NetEvent> read = new ArrayDeque<>();
  private int sequence;

  private Links() {}

  /** Begins to watch: what changes from now on is told. */
  public static Links open() {
    return new Links();
  }

  /** What {@link Poll} waits for. */
  public void waitedForBy(Poll poll) {
    poll.add(news.fd());
  }

  /** The next change, or null if all were told. */
  public @Nullable NetEvent next() {
    while (read.isEmpty()) {
      ByteBuffer datagram = news.receive();
      if (datagram == null) {
        return news.errno() == KernelFailure.ENOBUFS ? overrun() : null;
      }
      for (NetlinkMessage message = NetlinkMessage.next(datagram);
          message != null;
          message = NetlinkMessage.next(datagram)) {
        NetEvent event = event(message);
        if (event != null) {
          read.add(event);
        }
      }
    }
    return read.remove();
  }

  /**
   * What was told before the loss is still there to be read, and would undo what {@link #all} tells
   * after it: it is thrown away.
   */
  private Overrun overrun() {
    for (int i = 0; i < MOST_STALE; i++) {
      if (news.receive() == null && news.errno() != KernelFailure.ENOBUFS) {
        break;
      }
    }
    return new Overrun();
  }

  /** All interfaces, then all addresses, as they are now. */
  public List<NetEvent> all() {
    List<NetEvent> all = new ArrayList<>();
    dump(RTM_GETLINK, 16, all);
    dump(RTM_GETADDR, 8, all);
    return all;
  }

  /** What changes during a dump can be missing in it, so it is asked for again. */
  private void dump(int type, int bodyBytes, List<NetEvent> into) {
    List<NetEvent> found = new ArrayList<>();
    int errno = KernelFailure.EINTR;
    for (int i = 0; i < MOST_DUMPS && errno == KernelFailure.EINTR; i++) {
      found.clear();
      errno = dumpOnce(type, bodyBytes, found);
    }
    if (errno != 0 && errno != KernelFailure.EINTR) { // what is missing still comes as news
      throw new KernelFailure("a dump of links or addresses", errno);
    }
    into.addAll(found);
  }

  private int dumpOnce(int type, int bodyBytes, List<NetEvent> into) {
    int own = ++sequence;
    writer.clear().message(type, NetlinkWriter.REQUEST | NetlinkWriter.DUMP, own);
    for (int i = 0; i < bodyBytes; i++) {
      writer.u8(0);
    }
    return requests.request(
        writer.end().bytes(),
        own,
        message -> {
          NetEvent event = event(message);
          if (event != null) {
            into.add(event);
          }
        });
  }

  static @Nullable NetEvent event(NetlinkMessage message) {
    ByteBuffer body = message.body();
    return switch (message.type()) {
      case RTM_NEWLINK -> body.remaining() < 16 ? null : link(message);
      case RTM_DELLINK -> body.remaining() < 16 ? null : gone(body);
      case RTM_NEWADDR, RTM_DELADDR ->
          body.remaining() < 8 ? null : address(message, message.type() == RTM_NEWADDR);
      default -> null;
    };
  }

  /** A bridge's port leaving it is told as RTM_DELLINK, too, with the family AF_BRIDGE. */
  private static @Nullable NetEvent gone(ByteBuffer body) {
    return body.get(0) == 0 ? new LinkGone(body.getInt(4)) : null;
  }

  private static @Nullable NetEvent link(NetlinkMessage message) {
    ByteBuffer body = message.body();
    if (body.get(0) != 0) {
      return null;
    }
    int index = body.getInt(4);
    boolean up = (body.getInt(8) & IFF_UP_AND_RUNNING) == IFF_UP_AND_RUNNING;
    String name = "";
    long mac = 0;
    for (Attribute one : message.attributes(16)) {
      if (one.type() == IFLA_IFNAME) {
        name = one.text();
      } else if (one.type() == IFLA_ADDRESS && one.length() == 6) {
        for (int i = 0; i < 6; i++) {
          mac = (mac << 8) | (one.value().get(i) & 0xFF);
        }
      }
    }
    return new LinkChanged(new Nic(index, name, up, mac));
  }

  private static @Nullable NetEvent address(NetlinkMessage message, boolean added) {
    ByteBuffer body = message.body();
    int prefix = body.get(1) & 0xFF;
    boolean secondary = (body.get(2) & IFA_F_SECONDARY) != 0;
    int index = body.getInt(4);
    byte[] found = null;
    for (Attribute one : message.attributes(8)) {
      boolean local = one.type() == IFA_LOCAL; // of a point-to-point link, ADDRESS is the peer's
      if ((local || (one.type() == IFA_ADDRESS && found == null))
          && (one.length() == 4 || one.length() == 16)) {
        found = one.bytes();
      }
    }
    if (found == null) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByAddress(found);
      return added
          ? new AddressAdded(index, address, prefix, secondary)
          : new AddressRemoved(index, address, prefix);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + found.length + " bytes", e);
    }
  }

  @Override
  public void close() {
    news.close();
    requests.close();
  }
}
