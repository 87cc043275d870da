package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.traffic.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is done through a proxy. */
public enum Work {
  /** 128 B asked, 1 KiB answered, again and again over 64 kept connections. */
  KEPT_64("kept", Unit.REQUEST, 64, 0, 0, Kind.ANSWER_BYTES),
  /** The same over 512. */
  KEPT_512("kept", Unit.REQUEST, 512, 0, 0, Kind.ANSWER_BYTES),
  /** The same over a new connection each, 64 at a time. */
  NEW("new", Unit.CONNECTION, 64, 1, 0, Kind.ANSWER_BYTES),
  /** Large answers over one connection. */
  DOWNLOAD_1("download", Unit.GIB, 1, 0, 0, Work.BULK),
  /** Over eight. */
  DOWNLOAD_8("download", Unit.GIB, 8, 0, 0, Work.BULK),
  /** Over 64. */
  DOWNLOAD_64("download", Unit.GIB, 64, 0, 0, Work.BULK / 4),
  /** Large requests over one connection. */
  UPLOAD_1("upload", Unit.GIB, 1, 0, Work.BULK, Kind.ANSWER_BYTES),
  /** Over eight. */
  UPLOAD_8("upload", Unit.GIB, 8, 0, Work.BULK, Kind.ANSWER_BYTES),
  /** Over 64. */
  UPLOAD_64("upload", Unit.GIB, 64, 0, Work.BULK / 4, Kind.ANSWER_BYTES),
  /** Connections that do nothing, each after one request. */
  IDLE("idle", Unit.CONNECTION, 1, 0, 0, Kind.ANSWER_BYTES),
  /** As {@link #KEPT_64}, at half the rate that the reference reaches there. */
  PACED("paced", Unit.REQUEST, 64, 0, 0, Kind.ANSWER_BYTES),
  /** As {@link #KEPT_64}, with more and more servers and frontends configured. */
  SERVERS_KEPT("servers", Unit.REQUEST, 64, 0, 0, Kind.ANSWER_BYTES),
  /** As {@link #NEW}, likewise. */
  SERVERS_NEW("servers", Unit.CONNECTION, 64, 1, 0, Kind.ANSWER_BYTES);

  private static final long BULK = 16L << 20;

  /** What is counted. */
  public enum Unit {
    REQUEST("request"),
    CONNECTION("connection"),
    GIB("GiB");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    /** For people. */
    public String word() {
      return word;
    }
  }

  private final String group;
  private final Unit unit;
  private final int connections;
  private final int exchanges;
  private final long upload;
  private final long answer;

  Work(String group, Unit unit, int connections, int exchanges, long upload, long answer) {
    this.group = group;
    this.unit = unit;
    this.connections = connections;
    this.exchanges = exchanges;
    this.upload = upload;
    this.answer = answer;
  }

  /**
   * The works with these names or of these groups, each once, in the order asked for.
   *
   * @throws IllegalArgumentException if there is none of a name
   */
  public static List<Work> parse(List<String> names) {
    Set<Work> works = new LinkedHashSet<>();
    for (String name : names) {
      List<Work> found =
          Arrays.stream(values())
              .filter(work -> name.equals(work.group) || name.equals(work.toString()))
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no work '" + name + "'");
      }
      works.addAll(found);
    }
    return new ArrayList<>(works);
  }

  /** What is counted. */
  public Unit unit() {
    return unit;
  }

  /** What the clients do. */
  Kind kind() {
    return new Kind(connections, exchanges, upload, answer, 0);
  }

  /** Whether it is about how costs grow, of one product's variants. */
  boolean isGrowth() {
    return this == SERVERS_KEPT || this == SERVERS_NEW;
  }

  /** Whether it is done alike through whatever is there. */
  public boolean isPlain() {
    return this != IDLE && this != PACED && !isGrowth();
  }

  /** How many units so many exchanges are. */
  double units(long exchanges) {
    return unit == Unit.GIB ? (double) exchanges * (upload + answer) / (1L << 30) : exchanges;
  }

  /** As it is written on a command line and in results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
