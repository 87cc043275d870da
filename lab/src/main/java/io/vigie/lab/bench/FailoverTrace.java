package io.vigie.lab.bench;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Reads a client's capture of its ICMP echoes: who answered when. */
public final class FailoverTrace {

  private static final int MAGIC_MICROS = 0xa1b2c3d4;
  private static final int FILE_HEADER = 24;
  private static final int ETHERNET = 14;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;

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
   * The outage between two holders, known by their hardware addresses.
   *
   * @param faultSeconds when the fault was made, on the clock of the capture
   */
  static Outage of(Path capture, String vip, String oldMac, String newMac, double faultSeconds)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < FILE_HEADER || in.getInt(0) != MAGIC_MICROS) {
      throw new IOException(capture + " is no capture of this machine's byte order");
    }
    in.position(FILE_HEADER);
    byte[] oldBytes = HexFormat.ofDelimiter(":").parseHex(oldMac);
    byte[] newBytes = HexFormat.ofDelimiter(":").parseHex(newMac);
    Map<Integer, Double> asked = new HashMap<>();
    Map<Integer, Double> answered = new HashMap<>();
    double lastOld = Double.NaN;
    double firstNew = Double.NaN;
    double end = 0;
    try {
      while (in.hasRemaining()) {
        double seconds = Integer.toUnsignedLong(in.getInt()) + in.getInt() / 1e6;
        int captured = in.getInt();
        int start = in.position() + 4;
        in.position(start + captured);
        end = seconds;
        int icmp = start + ETHERNET + (in.get(start + ETHERNET) & 0xF) * 4;
        int sequence = ((in.get(icmp + 6) & 0xFF) << 8) | (in.get(icmp + 7) & 0xFF);
        if (in.get(icmp) == ECHO_REQUEST) {
          asked.put(sequence, seconds);
        } else if (in.get(icmp) == ECHO_REPLY) {
          answered.put(sequence, seconds);
          if (isFrom(in, start, oldBytes)) {
            lastOld = seconds;
          } else if (isFrom(in, start, newBytes) && Double.isNaN(firstNew)) {
            firstNew = seconds;
          }
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      // the last packet was being written
    }
    if (Double.isNaN(lastOld) || Double.isNaN(firstNew)) {
      throw new IOException("not both holders of " + vip + " have answered");
    }
    double latest = end - 0.2;
    int lost = 0;
    for (Map.Entry<Integer, Double> one : asked.entrySet()) {
      lost += one.getValue() < latest && !answered.containsKey(one.getKey()) ? 1 : 0;
    }
    double difference = 1e3 * (firstNew - lastOld);
    return new Outage(
        1e3 * (firstNew - faultSeconds),
        Math.max(0, difference),
        Math.max(0, -difference),
        lost,
        asked.size());
  }

  private static boolean isFrom(ByteBuffer in, int frame, byte[] mac) {
    for (int i = 0; i < mac.length; i++) {
      if (in.get(frame + 6 + i) != mac[i]) {
        return false;
      }
    }
    return true;
  }
}
