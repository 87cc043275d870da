package io.vigie.sim.play;

/** Where processes of Longhorn would listen. */
final class Address {

  private static final int FIRST_PORT = 10_000;
  private static final int PER_VOLUME = 200;
  private static final int PER_RUN = 10;
  private static final int RUNS = 15;
  private static final int ENGINE = 190;
  private static final int FIRST_HOST = 20;
  private static final int HOSTS = 200;

  private Address() {}

  /** The address of a node's instance manager: another one after each boot. */
  static String manager(Machine m) {
    return "10.42.%d.%d".formatted(m.number(), FIRST_HOST + m.boots() % HOSTS);
  }

  static int engine(int volume) {
    return FIRST_PORT + volume * PER_VOLUME + ENGINE;
  }

  /** Another one for each process of a replica. */
  static int replica(int volume, Copy copy) {
    return FIRST_PORT + volume * PER_VOLUME + (copy.run() % RUNS) * PER_RUN;
  }

  /** The name of a node's instance manager. */
  static String managerName(String node) {
    return "instance-manager-" + Volume.id("instance-manager", node).replace("-", "");
  }

  /** The id of a node's only disk. */
  static String disk(String node) {
    return Volume.id("disk", node);
  }
}
