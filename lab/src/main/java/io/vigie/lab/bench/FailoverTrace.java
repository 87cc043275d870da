package io.vigie.lab.bench;

import static java.lang.Double.isNaN;

import io.vigie.lab.lan.Pcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client captured: who answered its echoes, who sent adverts, who claimed the VIP, when. */
public final class FailoverTrace {

  private static final int ETHERNET = 14;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int ETHERTYPE = 12;
  private static final int IPV4 = 0x0800;
  private static final int ARP = 0x0806;
  private static final int ARP_SENDER = 14;
  private static final int ARP_TARGET = 24;
  private static final int PROTOCOL = 9;
  private static final int ICMP = 1;
  private static final int VRRP = 112;

  /** An answer to what was asked in the last moments may still be under way. */
  private static final double UNDER_WAY_SECONDS = 0.2;

  private FailoverTrace() {}

  /**
   * What a client saw.
   *
   * <p>The new holder has taken over when it claims the VIP by ARP, or answers before that: from
   * then on it answers whatever comes, and how seldom a client asks while nobody answers makes no
   * difference.
   *
   * @param takeoverMillis from the fault until it has taken over; the fault comes at any moment
   *     between two adverts, so this spreads over an interval
   * @param silenceMillis from the last advert of the old holder until then: what the protocol's
   *     timers and the program make of it, whenever the fault came
   * @param gapMillis from the last answer of the old holder until then; 0 if that came later
   * @param bothMillis how long the old one went on answering beside the new one
   * @param lost requests without an answer, but for the very last
   * @param asked requests
   */
  public record Outage(
      double takeoverMillis,
      double silenceMillis,
      double gapMillis,
      double bothMillis,
      int lost,
      int asked) {}

  /** What a packet is. */
  enum Kind {
    ASKED,
    ANSWERED,
    ADVERT,
    /** A gratuitous ARP for the VIP. */
    CLAIM
  }

  /**
   * One packet.
   *
   * @param seconds since the epoch
   * @param sequence of the request, or of the one that is answered; 0 to 65535; else 0
   * @param sender its hardware address, as ip(8) shows it
   */
  record Seen(double seconds, int sequence, Kind kind, String sender) {}

  /**
   * The outage between two holders, known by their hardware addresses.
   *
   * @param packets of one run of ping, in the order in which they were seen
   * @param faultSeconds when the fault was made, on the clock of the capture
   */
  static Outage of(List<Seen> packets, String oldMac, String newMac, double faultSeconds)
      throws IOException {
    Map<Integer, Double> unanswered = new HashMap<>();
    int asked = 0;
    double lastOld = Double.NaN;
    double firstNew = Double.NaN;
    double taken = Double.NaN;
    double lastAdvert = Double.NaN;
    for (Seen packet : packets) {
      boolean isOld = packet.sender().equals(oldMac);
      boolean isTaking = packet.sender().equals(newMac) && packet.seconds() >= faultSeconds;
      switch (packet.kind()) {
        case ADVERT -> lastAdvert = isOld && isNaN(taken) ? packet.seconds() : lastAdvert;
        case CLAIM -> taken = isTaking && isNaN(taken) ? packet.seconds() : taken;
        case ASKED -> {
          asked++;
          unanswered.put(packet.sequence(), packet.seconds());
        }
        case ANSWERED -> {
          unanswered.remove(packet.sequence());
          if (isOld) {
            lastOld = packet.seconds();
          } else if (isTaking && isNaN(firstNew)) {
            firstNew = packet.seconds();
            taken = isNaN(taken) ? firstNew : taken;
          }
        }
      }
    }
    if (isNaN(lastOld) || isNaN(firstNew) || isNaN(lastAdvert)) {
      throw new IOException(
          "of %d packets not one is an answer from each holder, %s and then %s, or no advert is"
              .formatted(packets.size(), oldMac, newMac));
    }
    double latest = packets.getLast().seconds() - UNDER_WAY_SECONDS;
    long lost = unanswered.values().stream().filter(seconds -> seconds < latest).count();
    double gap = 1e3 * (taken - lastOld);
    return new Outage(
        1e3 * (taken - faultSeconds),
        1e3 * (taken - lastAdvert),
        Math.max(0, gap),
        Math.max(0, -gap),
        Math.toIntExact(lost),
        asked);
  }

  /**
   * When a router sent its last advert.
   *
   * @param mac its hardware address
   * @throws IOException if it sent none
   */
  static double lastAdvert(List<Seen> packets, String mac) throws IOException {
    for (Seen packet : packets.reversed()) {
      if (packet.kind() == Kind.ADVERT && packet.sender().equals(mac)) {
        return packet.seconds();
      }
    }
    throw new IOException(
        "of %d packets not one is an advert of %s".formatted(packets.size(), mac));
  }

  /**
   * The echoes, adverts and claims in a capture of Ethernet and IPv4 with microseconds, by tcpdump.
   */
  static List<Seen> read(Path capture) throws IOException {
    List<Seen> packets = new ArrayList<>();
    for (Pcap.Frame frame : Pcap.read(capture)) {
      try {
        Seen seen = seen(frame.bytes(), frame.seconds(), frame.sender());
        if (seen != null) {
          packets.add(seen);
        }
      } catch (IndexOutOfBoundsException _) {
        // too short to be one of these
      }
    }
    return packets;
  }

  private static @Nullable Seen seen(ByteBuffer in, double seconds, String mac) {
    int packet = ETHERNET;
    return switch (in.getShort(ETHERTYPE) & 0xFFFF) {
      case ARP ->
          in.getInt(packet + ARP_SENDER) == in.getInt(packet + ARP_TARGET)
              ? new Seen(seconds, 0, Kind.CLAIM, mac)
              : null;
      case IPV4 -> {
        int payload = packet + (in.get(packet) & 0xF) * Integer.BYTES;
        int type = in.get(payload);
        int protocol = in.get(packet + PROTOCOL);
        if (protocol == VRRP) {
          yield new Seen(seconds, 0, Kind.ADVERT, mac);
        }
        boolean reply = type == ECHO_REPLY;
        yield protocol == ICMP && (reply || type == ECHO_REQUEST)
            ? new Seen(
                seconds, in.getShort(payload + 6) & 0xFFFF, reply ? Kind.ANSWERED : Kind.ASKED, mac)
            : null;
      }
      default -> null;
    };
  }
}
