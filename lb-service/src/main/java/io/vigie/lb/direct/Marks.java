package io.vigie.lb.direct;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The conntrack marks of connections: {@code 0x56} ('V') and three bytes that follow from frontend
 * and server, so that after a restart the same connections have the same mark.
 */
public final class Marks {

  /** What every one of our marks begins with, and the bits that tell it. */
  public static final int OURS = 0x56 << 24;

  public static final int OURS_MASK = 0xFF << 24;

  private static final int REST = ~OURS_MASK;

  private final Set<Integer> taken = new HashSet<>();

  /** The mark of a server of a frontend, which nobody got from this object before. */
  public int of(String frontend, String server) {
    CRC32 crc = new CRC32();
    crc.update((frontend + "/" + server).getBytes(StandardCharsets.UTF_8));
    int mark = (int) crc.getValue() & REST;
    while (!taken.add(mark)) {
      mark = (mark + 1) & REST;
    }
    return OURS | mark;
  }
}
