package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.traffic.Servers;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a proxy runs.
 *
 * @param at the words that make a command run there
 * @param listen the address of its frontends
 * @param net the first two numbers of its servers' addresses
 */
record Place(List<String> at, String listen, String net) {

  /** This machine, and nothing beyond it. */
  static final Place LOOPBACK = new Place(List.of(), "127.0.0.1", Servers.LOOPBACK);

  /** A command that is to run there. */
  List<String> command(List<String> words) {
    List<String> all = new ArrayList<>(at);
    all.addAll(words);
    return all;
  }

  /** The address of the server with this index. */
  String server(int index) {
    return Servers.address(net, index);
  }
}
