package io.vigie.lb.net.epoll;

/** A descriptor that a loop watches. Thread rule: that loop's thread only. */
interface Watched {

  /** The descriptor; -1 once it is closed. */
  int fd();

  /** Tells it from an earlier one with the same descriptor. */
  int generation();

  /** From now on it is watched. */
  void watched(int generation);

  /** Closes it, by {@link Poll#close(Watched)}. */
  void close();

  /** It was closed. */
  void closed();

  /**
   * Something happened.
   *
   * @param events bits of {@link Poll}
   */
  void ready(int events);
}
