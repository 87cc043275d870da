package io.vigie.cli.up;

import io.vigie.cli.Failure;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.ListenAddress;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;

/** Whether clients get in. */
final class Reached {

  private static final int CONNECT_MILLIS = 1_000;

  private Reached() {}

  /**
   * Connects to every frontend as a client does.
   *
   * @throws Failure if one cannot be reached
   */
  static void await(VigieConfig config) {
    for (Map.Entry<String, FrontendConfig> frontend : config.frontends().entrySet()) {
      String listen = frontend.getValue().listen();
      ListenAddress address = ListenAddress.parse(listen).orElseThrow();
      InetAddress target =
          address.address().isAnyLocalAddress()
              ? InetAddress.getLoopbackAddress()
              : address.address();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(target, address.port()), CONNECT_MILLIS);
      } catch (IOException e) {
        if (!isAnswer(e)) {
          throw Failure.failed(
              "frontend %s at %s cannot be reached: %s"
                  .formatted(frontend.getKey(), listen, e.getMessage()));
        }
      }
    }
  }

  /** Somebody who resets was reached: a pool that serves nobody yet refuses so. */
  private static boolean isAnswer(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("reset");
  }
}
