package io.vigie.lab.bench.proxy;

/** What a run is measured by; but for the rate, less is better. */
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
  /** Cores that companions and the products whose turn it is not kept busy: should be about 0. */
  OTHERS("cores busy beside it"),
  /** By how much resident memory grew for each idle connection, in bytes. */
  RSS_BYTES("resident bytes per connection"),
  /** By how much a JVM's heap grew for it, after a collection; the heap may be resident already. */
  HEAP_BYTES("heap bytes per connection"),
  /** The sum of both; a byte of the heap that became resident only now is counted twice. */
  CONNECTION_BYTES("bytes per connection at most"),
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
