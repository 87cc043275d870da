package io.vigie.lab.bench.proxy;

/** What a run is measured by; of all but the rate less is better. */
public enum Figure {
  /** Cycles of the proxy's processes, user and kernel, per unit. */
  CYCLES("cycles"),
  /** Instructions likewise. */
  INSTRUCTIONS("instructions"),
  /** CPU seconds of the proxy's processes, user and system, per unit. */
  CPU("CPU"),
  /** Cycles of the whole machine, per unit. */
  SYSTEM_CYCLES("cycles of the machine"),
  /** CPU seconds of the whole machine, per unit. */
  SYSTEM_CPU("CPU of the machine"),
  /** Units per second. */
  RATE("rate"),
  /** From when a request was due to its answer, 99th percentile, in ms. */
  P99("p99 ms"),
  /** The same, the longest. */
  LONGEST("longest ms"),
  /** Bytes of user-space memory for each idle connection. */
  CONNECTION_BYTES("bytes per connection"),
  /** MiB of user-space memory before there was any. */
  FIXED("MiB without connections");

  private final String words;

  Figure(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
