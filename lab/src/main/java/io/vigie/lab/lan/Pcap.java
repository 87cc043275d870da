package io.vigie.lab.lan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A capture of Ethernet by tcpdump, with microseconds, as pcap-savefile(5) has it. */
public final class Pcap {

  private static final int MAGIC_MICROS = 0xa1b2c3d4;
  private static final int FILE_HEADER = 24;
  private static final int FRAME_HEADER = 16;
  private static final int MAC = 6;

  private Pcap() {}

  /**
   * One frame.
   *
   * @param seconds since the epoch
   * @param bytes from the Ethernet header on, big-endian
   */
  public record Frame(double seconds, ByteBuffer bytes) {

    /** The sender's hardware address, as ip(8) shows it. */
    public String sender() {
      byte[] sender = new byte[MAC];
      bytes.get(MAC, sender);
      return HexFormat.ofDelimiter(":").formatHex(sender);
    }
  }

  /** All frames of a file, in its order; the last one may be still being written. */
  public static List<Frame> read(Path capture) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < FILE_HEADER || in.getInt(0) != MAGIC_MICROS) {
      throw new IOException(capture + " is no capture of this machine's byte order");
    }
    in.position(FILE_HEADER);
    List<Frame> frames = new ArrayList<>();
    while (in.remaining() >= FRAME_HEADER) {
      double seconds = Integer.toUnsignedLong(in.getInt()) + in.getInt() / 1e6;
      int captured = in.getInt();
      in.getInt(); // its length on the wire
      if (captured < 2 * MAC || captured > in.remaining()) {
        break;
      }
      frames.add(new Frame(seconds, in.slice(in.position(), captured)));
      in.position(in.position() + captured);
    }
    return frames;
  }
}
