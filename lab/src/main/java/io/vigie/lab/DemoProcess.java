package io.vigie.lab;

import java.net.InetAddress;

/**
 * One demo node and the process that is it.
 *
 * @param name what it answers
 * @param address the loopback address it has for itself
 * @param httpPort where it answers HTTP
 * @param httpsPort where it answers HTTPS
 * @param process the process, alive or not
 * @param owner the process it ends with
 */
public record DemoProcess(
    String name, String address, int httpPort, int httpsPort, Pid process, Pid owner) {

  /** What a demo node does now. */
  public enum State {
    RUNNING,
    /** Frozen by SIGSTOP: the kernel still accepts connections, nobody answers. */
    STOPPED,
    /** The process is gone: connections are refused. */
    GONE,
    /** Every packet is swallowed. */
    BLACKHOLED
  }

  /** Where a node is to be. */
  public record Place(String name, InetAddress address, int httpPort, int httpsPort) {}

  /** The same node in another process. */
  DemoProcess as(Pid next) {
    return new DemoProcess(name, address, httpPort, httpsPort, next, owner);
  }
}
