package io.vigie.lab.bench.proxy;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A proxy that can be started.
 *
 * @param name in tables and results
 * @param reference the name of the product that it is compared with; its own for the reference
 * @param launch how to start it
 */
record Product(String name, String reference, Launch launch) {

  /** How to start it. */
  @FunctionalInterface
  interface Launch {

    /**
     * Starts it; it need not listen yet.
     *
     * @param directory for its files, empty
     */
    Proxy start(Path directory, Site site) throws IOException;
  }

  /**
   * What all of them are set up for.
   *
   * @param place where they are
   * @param serverPort the port of the servers
   * @param connections at a time, at most
   * @param descriptors that one process may have
   */
  record Site(Place place, int serverPort, int connections, long descriptors) {}
}
