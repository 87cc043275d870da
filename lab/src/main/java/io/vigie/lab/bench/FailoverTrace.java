package io.vigie.lab.bench;

import static java.lang.Double.isNaN;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What a client captured of its ICMP echoes and of the adverts: who answered, and spoke, when. */
public final class FailoverTrace {

  private static final int MAGIC_MICROS = 0xa1b2c3d4;
  private static final int FILE_HEADER = 24;
  private static final int ETHERNET = 14;
  private static final int MAC = 6;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int PROTOCOL = 9;
  private static final int ICMP = 1;
  private static final int VRRP = 112;

  /** An answer to what was asked in the last moments may still be under way. */
  private static final double UNDER_WAY_SECONDS = 0.2;

  private FailoverTrace() {}

  /**
   * What a client saw.
   *
   * @param takeoverMillis from the fault to the first answer of the new holder; the fault comes at
   *     any moment between two adverts, so this spreads over an interval
   * @param silenceMillis from the last advert of the old holder to the first answer of the new one:
   *     what the protocol's timers and the program make of it, whenever the fault came
   * @param gapMillis from the last answer of the old holder to the first of the new one
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
    ADVERT
  }

  /**
   * One packet.
   *
   * @param seconds since the epoch
   * @param sequence of the request, or of the one that is answered; 0 to 65535; 0 of an advert
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
    double lastAdvert = Double.NaN;
    for (Seen packet : packets) {
      boolean isOld = packet.sender().equals(oldMac);
      switch (packet.kind()) {
        case ADVERT -> lastAdvert = isOld && isNaN(firstNew) ? packet.seconds() : lastAdvert;
        case ASKED -> {
          asked++;
          unanswered.put(packet.sequence(), packet.seconds());
        }
        case ANSWERED -> {
          unanswered.remove(packet.sequence());
          if (isOld) {
            lastOld = packet.seconds();
          } else if (packet.sender().equals(newMac)
              && packet.seconds() >= faultSeconds
              && isNaN(firstNew)) {
            firstNew = packet.seconds();
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
    double gap = 1e3 * (firstNew - lastOld);
    return new Outage(
        1e3 * (firstNew - faultSeconds),
        1e3 * (firstNew - lastAdvert),
        Math.max(0, gap),
        Math.max(0, -gap),
        Math.toIntExact(lost),
        asked);
  }

  /** The echoes and adverts in a capture of Ethernet and IPv4 with microseconds, by tcpdump. */
  static List<Seen> read(Path capture) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < FILE_HEADER || in.getInt(0) != MAGIC_MICROS) {
      throw new IOException(capture + " is no capture of this machine's byte order");
    }
    in.position(FILE_HEADER);
    List<Seen> packets = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        double seconds = Integer.toUnsignedLong(in.getInt()) + in.getInt() / 1e6;
        int captured = in.getInt();
        int frame = in.position() + Integer.BYTES;
        in.position(frame + captured);
        byte[] sender = new byte[MAC];
        in.get(frame + MAC, sender);
        String mac = HexFormat.ofDelimiter(":").formatHex(sender);
        int ip = frame + ETHERNET;
        int payload = ip + (in.get(ip) & 0xF) * Integer.BYTES;
        switch (in.get(ip + PROTOCOL)) {
          case VRRP -> packets.add(new Seen(seconds, 0, Kind.ADVERT, mac));
          case ICMP -> {
            int type = in.get(payload);
            if (type == ECHO_REQUEST || type == ECHO_REPLY) {
              int sequence = (in.get(payload + 6) & 0xFF) << 8 | (in.get(payload + 7) & 0xFF);
              Kind kind = type == ECHO_REPLY ? Kind.ANSWERED : Kind.ASKED;
              packets.add(new Seen(seconds, sequence, kind, mac));
            }
          }
          default -> {}
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return packets; // the last packet was being written
    }
    return packets;
  }
}
