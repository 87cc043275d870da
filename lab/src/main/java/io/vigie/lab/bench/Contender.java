package io.vigie.lab.bench;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A product that keeps a VIP on one of two balancers, set up the same as its peer. */
interface Contender {

  /** The VIP of both. */
  String VIP = "10.78.0.8";

  /** Where a load balancer listens, on every address. */
  int PORT = 8443;

  /** Its name in the results. */
  String name();

  /**
   * Starts it on a host.
   *
   * @param host {@code a}, priority 150, or {@code b}, priority 100
   * @param directory for its files
   * @param balances whether a load balancer runs beside it, which it watches
   */
  Started start(Lan lan, String host, Path directory, boolean balances) throws IOException;

  /** Whether the elector takes part, and finds the load balancer well if it watches one. */
  boolean isReady(Started started) throws IOException;

  /**
   * What runs on a host.
   *
   * @param elector who keeps the VIP
   * @param balancer the load balancer; null if none was asked for
   */
  record Started(Daemon elector, @Nullable Daemon balancer) implements AutoCloseable {

    List<Daemon> all() {
      return balancer == null ? List.of(elector) : List.of(elector, balancer);
    }

    @Override
    public void close() {
      all().forEach(Daemon::close);
    }
  }

  /** Its priority. */
  static int priority(String host) {
    return host.equals("a") ? 150 : 100;
  }
}
