package io.vigie.lab.bench;

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

/** What a client captured of its ICMP echoes: who answered when. */
public final class FailoverTrace {

  private static final int MAGIC_MICROS = 0xa1b2c3d4;
  private static final int FILE_HEADER = 24;
  private static final int ETHERNET = 14;
  private static final int MAC = 6;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;

  /** An answer to what was asked in the last moments may still be under way. */
  private static final double UNDER_WAY_SECONDS = 0.2;

  private FailoverTrace() {}

  /**
   * What a client saw.
   *
   * @param takeoverMillis from the fault to the first answer of the new holder
   * @param gapMillis from the last answer of the old holder to the first of the new one
   * @param bothMillis how long the old one went on answering beside the new one
   * @param lost requests without an answer, but for the very last
   * @param asked requests
   */
  public record Outage(
      double takeoverMillis, double gapMillis, double bothMillis, int lost, int asked) {}

  /**
   * One packet.
   *
   * @param seconds since the epoch
   * @param sequence of the request, or of the one that is answered; 0 to 65535
   * @param sender its hardware address, as ip(8) shows it
   */
  record Echo(double seconds, int sequence, boolean reply, String sender) {}

  /**
   * The outage between two holders, known by their hardware addresses.
   *
   * @param echoes of one run of ping, in the order in which they were seen
   * @param faultSeconds when the fault was made, on the clock of the capture
   */
  static Outage of(List<Echo> echoes, String oldMac, String newMac, double faultSeconds)
      throws IOException {
    Map<Integer, Double> unanswered = new HashMap<>();
    int asked = 0;
    double lastOld = Double.NaN;
    double firstNew = Double.NaN;
    for (Echo echo : echoes) {
      if (!echo.reply()) {
        asked++;
        unanswered.put(echo.sequence(), echo.seconds());
        continue;
      }
      unanswered.remove(echo.sequence());
      if (echo.sender().equals(oldMac)) {
        lastOld = echo.seconds();
      } else if (echo.sender().equals(newMac)
          && echo.seconds() >= faultSeconds
          && Double.isNaN(firstNew)) {
        firstNew = echo.seconds();
      }
    }
    if (Double.isNaN(lastOld) || Double.isNaN(firstNew)) {
      throw new IOException(
          "of %d answers not one is from each holder, %s and then %s"
              .formatted(echoes.size() - asked, oldMac, newMac));
    }
    double latest = echoes.getLast().seconds() - UNDER_WAY_SECONDS;
    long lost = unanswered.values().stream().filter(seconds -> seconds < latest).count();
    double gap = 1e3 * (firstNew - lastOld);
    return new Outage(
        1e3 * (firstNew - faultSeconds),
        Math.max(0, gap),
        Math.max(0, -gap),
        Math.toIntExact(lost),
        asked);
  }

  /** The echoes in a capture of Ethernet and IPv4 with microseconds, as tcpdump writes it. */
  static List<Echo> read(Path capture) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < FILE_HEADER || in.getInt(0) != MAGIC_MICROS) {
      throw new IOException(capture + " is no capture of this machine's byte order");
    }
    in.position(FILE_HEADER);
    List<Echo> echoes = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        double seconds = Integer.toUnsignedLong(in.getInt()) + in.getInt() / 1e6;
        int captured = in.getInt();
        int frame = in.position() + Integer.BYTES;
        in.position(frame + captured);
        int icmp = frame + ETHERNET + (in.get(frame + ETHERNET) & 0xF) * Integer.BYTES;
        int type = in.get(icmp);
        if (type == ECHO_REQUEST || type == ECHO_REPLY) {
          int sequence = (in.get(icmp + 6) & 0xFF) << 8 | (in.get(icmp + 7) & 0xFF);
          byte[] sender = new byte[MAC];
          in.get(frame + MAC, sender);
          String mac = HexFormat.ofDelimiter(":").formatHex(sender);
          echoes.add(new Echo(seconds, sequence, type == ECHO_REPLY, mac));
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return echoes; // the last packet was being written
    }
    return echoes;
  }
}
