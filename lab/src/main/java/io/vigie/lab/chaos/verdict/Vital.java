package io.vigie.lab.chaos.verdict;

/**
 * What a program's process that lived to the end of a run has grown by.
 *
 * @param program such as {@code lb-1/vigie}
 * @param minutes from the first look, a minute after its start, to the last
 */
public record Vital(String program, double minutes, Size first, Size last) {

  /** What it had. */
  public record Size(double rssMib, int descriptors, long threads) {}
}
