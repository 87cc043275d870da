package io.vigie.kit.manage;

import java.net.BindException;
import java.util.Locale;

/** Says in one line why a port could not be opened, and what to change. */
public final class ListenFailure {

  private ListenFailure() {}

  /**
   * The same failure in words, as a {@link BindException}.
   *
   * @param what whose port it is, such as {@code frontend https}
   * @param host the address asked for
   * @param port the port asked for
   * @param key the configuration key that holds it
   * @param cause what the operating system said
   */
  public static BindException explain(
      String what, String host, int port, String key, Throwable cause) {
    String address = host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    String said = String.valueOf(cause.getMessage());
    BindException failure =
        new BindException(
            what + ": cannot listen on " + address + ": " + reason(said, port) + " (" + key + ")");
    failure.initCause(cause);
    return failure;
  }

  private static String reason(String said, int port) {
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("in use")) {
      return "the port is in use by another process; stop it, or choose another port";
    }
    if (lower.contains("permission denied")) {
      return "permission denied; ports below 1024 need CAP_NET_BIND_SERVICE, this is " + port;
    }
    if (lower.contains("assign requested address")) {
      return "this machine does not have that address";
    }
    return said;
  }
}
