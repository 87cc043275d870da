package io.vigie.lb.net.linux;

/** A descriptor that a loop watches. Thread rule: that loop's thread only. */
interface Watched {

  /** The descriptor, while it is open. */
  int fd();

  /** Closes it, by {@link Poll#close(Watched)}. */
  void close();

  /**
   * Something happened.
   *
   * @param events bits of {@link Poll}
   */
  void ready(int events);
}
