package io.vigie.broker;

import java.nio.file.Path;

/** A broker in a process of its own, to be killed: prints its bootstrap, then waits for ever. */
final class BrokerChild {

  private BrokerChild() {}

  /** Arguments: data directory. */
  public static void main(String[] args) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), "127.0.0.1", 0);
    System.out.println(broker.bootstrap());
    Thread.currentThread().join();
  }
}
