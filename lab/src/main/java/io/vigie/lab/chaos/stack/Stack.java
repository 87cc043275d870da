package io.vigie.lab.chaos.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The programs that keep a service reachable, as somebody would set them up on two balancers. */
public interface Stack {

  /** Its name in the results. */
  String name();

  /** The last byte of the address that clients call. */
  int target();

  /** Whether that address is one that moves. */
  default boolean hasVip() {
    return true;
  }

  /**
   * The programs of a balancer, in the order in which they start; none where there is none to be.
   *
   * @param balancer {@code lb-1} or {@code lb-2}
   * @param network first three bytes of all addresses
   * @param directory for their files
   */
  List<Program> programs(String balancer, String network, Path directory) throws IOException;

  /**
   * Where it tells what happened.
   *
   * @return Kafka as {@code host:port}; empty for one that tells nothing
   */
  default String bootstrap(String network) {
    return "";
  }
}
