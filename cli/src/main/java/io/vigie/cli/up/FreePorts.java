package io.vigie.cli.up;

import io.vigie.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds ports that can be listened on, the wanted ones first, and remembers what it gave. */
final class FreePorts {

  private static final int MOST_TRIED = 200;

  private final Set<InetSocketAddress> given = new HashSet<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * The first port from {@code wanted} on that is free on all of these addresses.
   *
   * @param what whose it is, for the remark if it is another one
   * @throws Failure if none of the next 200 is
   */
  int find(String what, int wanted, List<InetAddress> addresses) {
    for (int port = wanted; port < wanted + MOST_TRIED; port++) {
      int candidate = port;
      if (addresses.stream().allMatch(address -> isFree(address, candidate))) {
        addresses.forEach(address -> given.add(new InetSocketAddress(address, candidate)));
        if (port != wanted) {
          remarks.add("port " + wanted + " is taken: " + what + " uses " + port);
        }
        return port;
      }
    }
    throw Failure.failed(
        "%s: no free port from %d to %d; end what listens there (ss -ltnp)"
            .formatted(what, wanted, wanted + MOST_TRIED - 1));
  }

  /** What a person should know of the choice, in the order it was made. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  private boolean isFree(InetAddress address, int port) {
    if (given.contains(new InetSocketAddress(address, port))) {
      return false;
    }
    try (ServerSocket _ = new ServerSocket(port, 1, address)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
