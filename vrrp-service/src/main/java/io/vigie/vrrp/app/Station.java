package io.vigie.vrrp.app;

import io.vigie.event.PeerConflict.ConflictKind;
import io.vigie.vrrp.app.Tally.Count;
import io.vigie.vrrp.codec.Advert;
import io.vigie.vrrp.codec.AdvertReader;
import io.vigie.vrrp.codec.AdvertWriter;
import io.vigie.vrrp.codec.ChecksumForm;
import io.vigie.vrrp.codec.Dialect;
import io.vigie.vrrp.codec.Oddity;
import io.vigie.vrrp.codec.Packet;
import io.vigie.vrrp.codec.Reason;
import io.vigie.vrrp.codec.Received.Accepted;
import io.vigie.vrrp.codec.Received.Rejected;
import io.vigie.vrrp.core.Input;
import io.vigie.vrrp.net.Announcer;
import io.vigie.vrrp.net.KernelFailure;
import io.vigie.vrrp.net.Nic;
import io.vigie.vrrp.net.Poll;
import io.vigie.vrrp.net.VrrpSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router's place on its interface: what it says and hears there. Closed and opened anew
 * when the interface or its address changes.
 *
 * <p>Thread rule: the loop thread.
 */
final class Station implements AutoCloseable {

  private final int router;
  private final RouterPlan plan;
  private final Tally tally;
  private final Nic nic;
  private final InetAddress source;
  private final VrrpSocket socket;
  private final Announcer announcer;
  private final ByteBuffer out;
  private final InetAddress group;

  private Station(
      int router,
      RouterPlan plan,
      Tally tally,
      Nic nic,
      InetAddress source,
      VrrpSocket socket,
      Announcer announcer) {
    this.router = router;
    this.plan = plan;
    this.tally = tally;
    this.nic = nic;
    this.source = source;
    this.socket = socket;
    this.announcer = announcer;
    this.out = ByteBuffer.allocateDirect(AdvertWriter.length(plan.dialect()));
    this.group = VrrpSocket.group(plan.dialect().ipv6());
  }

  /**
   * Takes the place.
   *
   * @param router its place in the group
   */
  static Station open(
      int router, RouterPlan plan, Tally tally, Nic nic, InetAddress source, Poll poll) {
    Announcer announcer = Announcer.open(nic);
    try {
      VrrpSocket socket = VrrpSocket.open(nic, source, plan.peers());
      socket.waitedForBy(poll);
      return new Station(router, plan, tally, nic, source, socket, announcer);
    } catch (KernelFailure e) {
      announcer.close();
      throw e;
    }
  }

  /** Whether this is still the right place. */
  boolean isAt(Nic other, InetAddress otherSource) {
    return nic.index() == other.index() && nic.mac() == other.mac() && source.equals(otherSource);
  }

  Nic nic() {
    return nic;
  }

  InetAddress source() {
    return source;
  }

  /** Says a priority; answers whether it was said to everybody. */
  boolean say(int priority) {
    Dialect dialect = plan.dialect();
    boolean left = true;
    if (dialect.multicast()) {
      left = say(priority, group);
    } else {
      for (InetAddress peer : plan.peers()) { // its address is part of the checksum
        left &= say(priority, peer);
      }
    }
    tally.count(left ? Count.ADVERT_SENT : Count.ADVERT_SEND_FAILED);
    if (priority == 0 && left) {
      tally.count(Count.PRI_ZERO_SENT);
    }
    return left;
  }

  private boolean say(int priority, InetAddress destination) {
    out.clear();
    AdvertWriter.write(plan.dialect(), priority, source, destination, out);
    return socket.send(out.flip(), destination);
  }

  /** Why the last word was not heard. */
  String lastError() {
    return socket.lastError();
  }

  /** Announces every address. */
  void announce() {
    for (int i = 0; i < plan.burst(); i++) {
      for (InetAddress address : plan.dialect().addresses()) {
        announcer.announce(address, true);
      }
    }
    tally.count(Count.ANNOUNCED);
  }

  /**
   * Reads what has arrived.
   *
   * @param most packets to read now
   * @return whether that was all
   */
  boolean hear(int most, Consumer<Input> inputs) {
    for (int i = 0; i < most; i++) {
      Packet packet = socket.receive();
      if (packet == null) {
        return true;
      }
      if (!packet.source().equals(source) && isOurs(packet)) {
        take(packet, inputs);
      }
    }
    return false;
  }

  /** Other virtual routers share the link: their adverts are none of our business. */
  private boolean isOurs(Packet packet) {
    return AdvertReader.vrid(packet.message()).orElse(plan.dialect().vrid())
        == plan.dialect().vrid();
  }

  private void take(Packet packet, Consumer<Input> inputs) {
    switch (AdvertReader.read(plan.dialect(), packet)) {
      case Accepted accepted -> accept(accepted, inputs);
      case Rejected rejected -> {
        tally.dropped(rejected.reason());
        complain(kind(rejected.reason()), packet.source(), rejected.detail(), inputs);
      }
    }
  }

  private void accept(Accepted accepted, Consumer<Input> inputs) {
    Advert advert = accepted.advert();
    tally.count(Count.ADVERT_RCVD);
    if (advert.priority() == 0) {
      tally.count(Count.PRI_ZERO_RCVD);
    }
    if (plan.dialect().version() == 3
        && !plan.dialect().ipv6()
        && accepted.form() == ChecksumForm.MESSAGE_ONLY) {
      tally.count(Count.CHECKSUM_MESSAGE_ONLY);
    }
    for (Oddity oddity : accepted.oddities()) {
      tally.odd(oddity);
      ConflictKind kind = kind(oddity);
      if (kind != null) {
        complain(kind, accepted.source(), oddity.text(plan.dialect(), advert), inputs);
      }
    }
    int order = Arrays.compareUnsigned(accepted.source().getAddress(), source.getAddress());
    inputs.accept(
        new Input.Heard(
            router, advert.priority(), advert.intervalCentis(), text(accepted.source()), order));
  }

  private void complain(
      @Nullable ConflictKind kind, InetAddress peer, String detail, Consumer<Input> inputs) {
    if (kind != null) {
      inputs.accept(new Input.Complaint(router, kind, text(peer), detail));
    }
  }

  private static @Nullable ConflictKind kind(Oddity oddity) {
    return switch (oddity) {
      case ADDRESS_LIST -> ConflictKind.ADDRESSES;
      case INTERVAL -> ConflictKind.INTERVAL;
      case FIRST_NOT_LINK_LOCAL, HMAC_MISSING -> null;
    };
  }

  private static @Nullable ConflictKind kind(Reason reason) {
    return switch (reason) {
      case VERSION -> ConflictKind.VERSION;
      case INTERVAL -> ConflictKind.INTERVAL;
      case AUTH_TYPE, AUTH_FAILED -> ConflictKind.PASSWORD;
      case CHECKSUM -> ConflictKind.CHECKSUM;
      case WRONG_CAST, UNKNOWN_PEER -> ConflictKind.PEERS;
      case ADDRESS_FAMILY, VRID -> null;
      case TTL,
          LENGTH,
          FOREIGN,
          TYPE,
          COUNT,
          INTERVAL_ZERO,
          HMAC_UNEXPECTED,
          HMAC_MISSING,
          HMAC_MALFORMED,
          HMAC_STALE,
          HMAC_UNKNOWN_KEY,
          HMAC_WRONG,
          HMAC_REPLAYED ->
          ConflictKind.MALFORMED;
    };
  }

  /** An address without the interface it was heard on. */
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Leaves. */
  void close(Poll poll) {
    socket.forgottenBy(poll);
    close();
  }

  @Override
  public void close() {
    socket.close();
    announcer.close();
  }
}
