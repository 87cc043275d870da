package io.vigie.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM tells of its heap, as {@code jcmd PID GC.heap_info} prints it.
 *
 * @param usedBytes what is in use; nothing if it did not tell
 * @param ranges where the heap is, as far as it is told: ZGC's is in mappings with a name
 */
public record HeapInfo(OptionalLong usedBytes, List<Range> ranges) {

  /** Of a process that is no JVM, or does not answer. */
  public static final HeapInfo NONE = new HeapInfo(OptionalLong.empty(), List.of());

  private static final Pattern USED =
      Pattern.compile("(?: total |^ ?ZHeap).*?used (\\d+)([KM])", Pattern.MULTILINE);
  private static final Pattern RANGE =
      Pattern.compile("total .*\\[0x([0-9a-f]{1,16}), (?:0x[0-9a-f]+, )?0x([0-9a-f]{1,16})\\)");

  /** Addresses of a process, the second is the first behind them. */
  public record Range(long from, long until) {

    /** Whether an address is one of these. */
    public boolean has(long address) {
      return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, until) < 0;
    }
  }

  public HeapInfo {
    ranges = List.copyOf(ranges);
  }

  /** Of what was printed. */
  static HeapInfo of(String printed) {
    long sum = 0;
    boolean told = false;
    Matcher used = USED.matcher(printed);
    while (used.find()) {
      told = true;
      sum += Long.parseLong(used.group(1)) << (used.group(2).equals("K") ? 10 : 20);
    }
    if (!told) {
      return NONE;
    }
    List<Range> ranges = new ArrayList<>();
    Matcher range = RANGE.matcher(printed);
    while (range.find()) {
      ranges.add(
          new Range(
              Long.parseUnsignedLong(range.group(1), 16),
              Long.parseUnsignedLong(range.group(2), 16)));
    }
    return new HeapInfo(OptionalLong.of(sum), ranges);
  }
}
