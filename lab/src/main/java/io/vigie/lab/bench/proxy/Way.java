package io.vigie.lab.bench.proxy;

import java.net.InetSocketAddress;
import java.util.List;

/** How clients come to their servers. */
interface Way {

  /** In tables and results. */
  String name();

  /** What clients connect to. */
  List<InetSocketAddress> targets();

  /** The processes whose cost is measured; none where the kernel does all. */
  List<Long> pids();

  /** Those and what has to run beside them. */
  List<Long> pidsOfAll();
}
