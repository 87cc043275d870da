package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.HeapInfo;
import io.vigie.lab.bench.ProcStat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel tells of processes and of the machine, by proc(5). */
public final class Proc {

  private static final double SECONDS_PER_TICK = 0.01;
  private static final Pattern RSS = Pattern.compile("^Rss:\\s+(\\d+) kB", Pattern.MULTILINE);
  private static final Pattern VM_RSS = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);
  private static final Pattern THREADS = Pattern.compile("^Threads:\\s+(\\d+)", Pattern.MULTILINE);
  private static final Pattern STOPPED = Pattern.compile("^State:\\s+[Tt]", Pattern.MULTILINE);

  /** The first line of a mapping in smaps. */
  private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]{1,16})-[0-9a-f]+ ");

  /** In the name of what ZGC's heap is mapped from. */
  private static final String ZGC_HEAP = "java_heap";

  private static final Pattern OPEN_FILES =
      Pattern.compile("^Max open files\\s+(\\d+)", Pattern.MULTILINE);

  /** In a process's stat: kthreadd, or a child of it. */
  private static final Pattern KERNEL = Pattern.compile("^2 \\(|\\) [A-Z] 2 ");

  /** Fields of the line {@code cpu} of /proc/stat, counted from its name. */
  private static final int IDLE = 4;

  private static final int IOWAIT = 5;
  private static final int STEAL = 8;

  private Proc() {}

  /** User and system time of all of them so far, in seconds. */
  static double cpuSeconds(List<Long> pids) throws IOException {
    double sum = 0;
    for (long pid : pids) {
      sum += ProcStat.cpuSeconds(pid);
    }
    return sum;
  }

  /**
   * User and system time so far of all processes but these and the kernel's own, and of those that
   * have ended, in seconds. Only differences say anything.
   */
  static double cpuSecondsBut(Set<Long> pids) throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        try {
          String stat = Files.readString(process.resolve("stat"));
          long pid = Long.parseLong(process.getFileName().toString());
          if (!pids.contains(pid) && !KERNEL.matcher(stat).find()) {
            sum += ProcStat.cpuSecondsWithChildren(stat);
          }
        } catch (IOException _) {
          // it has ended since it was listed, and counts with its parent
        }
      }
    }
    return sum;
  }

  /** What the machine's processors were busy for so far, in seconds. */
  static double busySeconds() throws IOException {
    return busySeconds(Files.readString(Path.of("/proc/stat")));
  }

  /** The same of the file's text. Time that another virtual machine took is not ours. */
  static double busySeconds(String stat) {
    String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
    long sum = 0;
    for (int i = 1; i < STEAL; i++) { // guest time, behind it, is in the others already
      if (i != IDLE && i != IOWAIT) {
        sum += Long.parseLong(fields[i]);
      }
    }
    return sum * SECONDS_PER_TICK;
  }

  /** Resident memory of all of them, in bytes. */
  public static long rssBytes(List<Long> pids) throws IOException {
    long sum = 0;
    for (long pid : pids) {
      Path rollup = of(pid, "smaps_rollup"); // exact; status is rounded by what CPUs still hold
      sum +=
          Files.isReadable(rollup)
              ? 1024 * number(RSS, Files.readString(rollup))
              : 1024 * number(VM_RSS, Files.readString(of(pid, "status")));
    }
    return sum;
  }

  /** Resident memory of a JVM beside its heap, in bytes. */
  public static long rssBytesBeside(long pid, List<HeapInfo.Range> heap) throws IOException {
    return rssBytesBeside(Files.readString(of(pid, "smaps")), heap);
  }

  /** The same of the file's text. */
  static long rssBytesBeside(String smaps, List<HeapInfo.Range> heap) {
    long sum = 0;
    boolean beside = true;
    for (String line : smaps.lines().toList()) {
      Matcher mapping = MAPPING.matcher(line);
      Matcher rss = RSS.matcher(line);
      if (mapping.find()) {
        long from = Long.parseUnsignedLong(mapping.group(1), 16);
        beside = !line.contains(ZGC_HEAP) && heap.stream().noneMatch(range -> range.has(from));
      } else if (beside && rss.find()) {
        sum += 1024 * Long.parseLong(rss.group(1));
      }
    }
    return sum;
  }

  /** How many threads it has. */
  public static int threads(long pid) throws IOException {
    return Math.toIntExact(number(THREADS, Files.readString(of(pid, "status"))));
  }

  /** Whether it runs Java. */
  public static boolean isJvm(long pid) throws IOException {
    return Files.readSymbolicLink(of(pid, "exe")).endsWith("java");
  }

  /** Whether a signal has stopped it. */
  public static boolean isStopped(long pid) throws IOException {
    return STOPPED.matcher(Files.readString(of(pid, "status"))).find();
  }

  /** What its descriptors are open on, as the kernel names it: {@code pipe:[123]}. */
  public static List<String> descriptors(long pid) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(of(pid, "fd"))) {
      for (Path link : links) {
        try {
          names.add(Files.readSymbolicLink(link).toString());
        } catch (NoSuchFileException _) {
          // closed since it was listed
        }
      }
    }
    return names;
  }

  /** CPU seconds of the compilers of a JVM so far; 0 for other processes. */
  static double compilerSeconds(long pid) throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(of(pid, "task"))) {
      for (Path task : tasks) {
        try {
          String stat = Files.readString(task.resolve("stat"));
          if (stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler")) {
            sum += ProcStat.cpuSeconds(stat);
          }
        } catch (IOException _) {
          // the thread has ended since it was listed
        }
      }
    }
    return sum;
  }

  /** How many descriptors a process that we start may have. */
  static long descriptorLimit() throws IOException {
    return number(OPEN_FILES, Files.readString(Path.of("/proc/self/limits")));
  }

  private static Path of(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  /** The first number of this pattern. */
  static long number(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1));
  }
}
