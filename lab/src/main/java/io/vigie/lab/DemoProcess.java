package io.vigie.lab;

import java.net.InetAddress;
import java.util.List;

/**
 * One machine of the demo and the process that is it.
 *
 * @param name what it is called; what a node answers
 * @param kind what it does
 * @param address the address it has for itself
 * @param httpPort where it answers HTTP
 * @param httpsPort where it answers HTTPS
 * @param command the words it is started with
 * @param process the process, alive or not
 * @param owner the process it ends with
 */
public record DemoProcess(
    String name,
    Kind kind,
    String address,
    int httpPort,
    int httpsPort,
    List<String> command,
    Pid process,
    Pid owner) {

  public DemoProcess {
    command = List.copyOf(command);
  }

  /** What it does. */
  public enum Kind {
    /** Answers requests. */
    NODE,
    /** Carries them to the nodes. */
    BALANCER
  }

  /** What it does now. */
  public enum State {
    RUNNING,
    /** Frozen by SIGSTOP: the kernel still accepts connections, nobody answers. */
    STOPPED,
    /** The process is gone: connections are refused. */
    GONE,
    /** Every packet is swallowed. */
    BLACKHOLED
  }

  /**
   * Where a machine is to be.
   *
   * @param nodePort where a node answers HTTP as well, as a service of type NodePort would; 0 for
   *     nowhere
   * @param before the words that make a command run there, such as {@code ip netns exec NAME}
   */
  public record Place(
      String name,
      InetAddress address,
      int httpPort,
      int httpsPort,
      int nodePort,
      List<String> before) {

    public Place {
      before = List.copyOf(before);
    }

    /** A place on loopback. */
    public Place(String name, InetAddress address, int httpPort, int httpsPort) {
      this(name, address, httpPort, httpsPort, 0, List.of());
    }

    /** A place somewhere else. */
    public Place(
        String name, InetAddress address, int httpPort, int httpsPort, List<String> before) {
      this(name, address, httpPort, httpsPort, 0, before);
    }

    /** The same with a port of type NodePort. */
    public Place at(int port) {
      return new Place(name, address, httpPort, httpsPort, port, before);
    }
  }

  /** The same machine in another process. */
  DemoProcess as(Pid next) {
    return new DemoProcess(name, kind, address, httpPort, httpsPort, command, next, owner);
  }
}
