package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Child;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What a process holds at one moment.
 *
 * @param second since the beginning
 * @param descriptors all of them
 * @param pipes ends of pipes among those
 * @param rssMib resident memory
 * @param heapMib of Java's heap after a collection; -1 without jcmd
 * @param threads how many
 */
record Sample(
    long second, double descriptors, double pipes, double rssMib, double heapMib, double threads) {

  private static final double MIB = 1 << 20;

  static Sample of(Child child, long second) throws IOException, InterruptedException {
    long heap = child.heapBytes();
    List<String> open = Proc.descriptors(child.pid());
    return new Sample(
        second,
        open.size(),
        open.stream().filter(name -> name.startsWith("pipe:")).count(),
        Proc.rssBytes(List.of(child.pid())) / MIB,
        heap < 0 ? -1 : heap / MIB,
        Proc.threads(child.pid()));
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"second\":%d,\"descriptors\":%.0f,\"pipes\":%.0f,\"rssMib\":%.1f,\"heapMib\":%.1f,"
            + "\"threads\":%.0f}",
        second,
        descriptors,
        pipes,
        rssMib,
        heapMib,
        threads);
  }
}
