package io.vigie.lb.core;

/** Totals since the start, of a server or a frontend. */
final class Counters {
  long attempts;
  long failures;
  long retries;
  long sessions;
  long bytesIn;
  long bytesOut;
}
