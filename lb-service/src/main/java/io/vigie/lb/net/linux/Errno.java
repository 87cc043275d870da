package io.vigie.lb.net.linux;

import java.util.Map;

/** Error numbers of errno(3), the same on x86-64 and aarch64. */
final class Errno {

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EBUSY = 16;
  static final int ETIME = 62;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENOBUFS = 105;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ECANCELED = 125;
  static final int EINVAL = 22;
  static final int EPIPE = 32;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ECONNRESET = 104;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EINPROGRESS = 115;
  static final int EPERM = 1;

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(EPERM, "Operation not permitted"),
          Map.entry(ENOMEM, "Cannot allocate memory"),
          Map.entry(EACCES, "Permission denied"),
          Map.entry(EINVAL, "Invalid argument"),
          Map.entry(ENFILE, "Too many open files in system"),
          Map.entry(EMFILE, "Too many open files"),
          Map.entry(EAFNOSUPPORT, "Address family not supported by protocol"),
          Map.entry(EADDRINUSE, "Address already in use"),
          Map.entry(EADDRNOTAVAIL, "Cannot assign requested address"),
          Map.entry(ENOBUFS, "No buffer space available"));

  private Errno() {}

  /** What strerror(3) says. */
  static String words(int errno) {
    return WORDS.getOrDefault(errno, "errno " + errno);
  }

  /** Whether a wait was cut short, or has to be made again: the next turn does. */
  static boolean isPassing(int errno) {
    return errno == EINTR || errno == ETIME || errno == EAGAIN || errno == EBUSY;
  }

  /** Whether descriptors or memory have run short: waiting helps. */
  static boolean isShortage(int errno) {
    return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
  }
}
