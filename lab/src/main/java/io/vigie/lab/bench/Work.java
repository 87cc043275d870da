package io.vigie.lab.bench;

import java.util.Locale;

/** What is done through a proxy. */
public enum Work {
  /** A small request and answer, again and again over kept connections. */
  KEPT("request", 1, 32),
  /** The same, over a new connection each time. */
  NEW("connection", 1, 32),
  /** Large answers over a few connections. */
  DOWNLOAD("GiB", 1L << 30, 8);

  /** Bytes of a request; its first byte says which. */
  static final int REQUEST_BYTES = 128;

  /** Bytes of a small answer. */
  static final int ANSWER_BYTES = 1024;

  /** Bytes of a large answer. */
  static final int BULK_BYTES = 16 << 20;

  private final String unit;
  private final long perUnit;
  private final int connections;

  Work(String unit, long perUnit, int connections) {
    this.unit = unit;
    this.perUnit = perUnit;
    this.connections = connections;
  }

  /** What is counted: request, connection or GiB. */
  public String unit() {
    return unit;
  }

  /** How much of what {@link Load} counts makes one unit. */
  long perUnit() {
    return perUnit;
  }

  /** Connections at a time. */
  int connections() {
    return connections;
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
