package io.vigie.vrrp.net;

import java.util.Map;

/** A system call failed. The message names the call, the error and, where known, what to do. */
public final class KernelFailure extends RuntimeException {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int EADDRNOTAVAIL = 99;
  static final int ENOBUFS = 105;
  static final int ETIMEDOUT = 110;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(EINTR, "EINTR"),
          Map.entry(EAGAIN, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(EACCES, "EACCES"),
          Map.entry(17, "EEXIST"),
          Map.entry(ENODEV, "ENODEV"),
          Map.entry(22, "EINVAL"),
          Map.entry(92, "ENOPROTOOPT"),
          Map.entry(95, "EOPNOTSUPP"),
          Map.entry(97, "EAFNOSUPPORT"),
          Map.entry(98, "EADDRINUSE"),
          Map.entry(EADDRNOTAVAIL, "EADDRNOTAVAIL"),
          Map.entry(100, "ENETDOWN"),
          Map.entry(101, "ENETUNREACH"),
          Map.entry(ENOBUFS, "ENOBUFS"),
          Map.entry(ETIMEDOUT, "ETIMEDOUT"));

  private static final long serialVersionUID = 1L;

  private final String text;
  private final int errno;

  KernelFailure(String what, int errno) {
    super(text(what, errno));
    this.text = text(what, errno);
    this.errno = errno;
  }

  /** What is said of a call that failed. */
  static String text(String what, int errno) {
    return what + " failed: " + name(errno) + advice(errno);
  }

  /** What it says; never null. */
  public String text() {
    return text;
  }

  /** The error number of errno(3). */
  public int errno() {
    return errno;
  }

  /** Whether a capability is missing. */
  public boolean isPrivilege() {
    return errno == EPERM || errno == EACCES;
  }

  /** The name of an error number. */
  static String name(int errno) {
    return NAMES.getOrDefault(errno, "errno " + errno);
  }

  private static String advice(int errno) {
    return errno == EPERM || errno == EACCES
        ? "; vrrp-service needs CAP_NET_RAW and CAP_NET_ADMIN"
        : "";
  }
}
