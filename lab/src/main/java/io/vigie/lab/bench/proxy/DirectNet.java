package io.vigie.lab.bench.proxy;

import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A host of clients, a host of servers, and between them one balancer beside the other, as network
 * namespaces joined by veth pairs. Every balancer forwards; the clients' route to the servers leads
 * through the first one. The clients' addresses are 10.80.N.1, the balancers' 10.80.N.2 before and
 * 10.81.N.2 behind, the servers' 10.79.0.1 and on.
 */
final class DirectNet implements AutoCloseable {

  private static final String CLIENTS = "c";
  private static final String SERVERS = "s";
  private static final String NET = "10.79";

  /** Connections are made by the thousand each second, and their ports are wanted again. */
  private static final String PORTS = "'10000 60000'";

  private final Namespaces spaces;

  /** Lays it out for so many balancers. */
  DirectNet(int balancers) throws IOException {
    spaces = new Namespaces("vd%d".formatted(ProcessHandle.current().pid() % 100_000));
    try {
      host(CLIENTS);
      host(SERVERS);
      spaces.ip(SERVERS, "addr", "add", NET + ".0.1/16", "dev", "lo");
      for (int i = 0; i < balancers; i++) {
        lay(i);
      }
      spaces.ip(CLIENTS, "route", "add", NET + ".0.0/16", "via", before(0));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void host(String name) throws IOException {
    spaces.add(name);
    spaces.sysctl(name, "net/ipv4/ip_local_port_range", PORTS);
    spaces.sysctl(name, "net/ipv4/tcp_tw_reuse", "1");
  }

  private void lay(int index) throws IOException {
    String name = name(index);
    String behind = "10.81." + index;
    host(name);
    spaces.sysctl(name, "net/ipv4/ip_forward", "1");
    spaces.connect(CLIENTS, "to-" + name, name, "clients");
    spaces.connect(SERVERS, "to-" + name, name, "servers");
    spaces.ip(CLIENTS, "addr", "add", "10.80." + index + ".1/24", "dev", "to-" + name);
    spaces.ip(name, "addr", "add", before(index) + "/24", "dev", "clients");
    spaces.ip(name, "addr", "add", behind + ".2/24", "dev", "servers");
    spaces.ip(SERVERS, "addr", "add", behind + ".1/24", "dev", "to-" + name);
    spaces.ip(name, "route", "add", NET + ".0.0/16", "via", behind + ".1");
    spaces.ip(SERVERS, "route", "add", "10.80." + index + ".0/24", "via", behind + ".2");
  }

  private static String name(int index) {
    return "b" + index;
  }

  private static String before(int index) {
    return "10.80." + index + ".2";
  }

  /** A command that is to run on the host of the clients. */
  List<String> clients(List<String> words) {
    List<String> all = new ArrayList<>(spaces.at(CLIENTS));
    all.addAll(words);
    return all;
  }

  /** The place of the servers themselves. */
  Place servers() {
    return new Place(spaces.at(SERVERS), NET + ".0.1", NET);
  }

  /** The place of a proxy on this balancer. */
  Place balancer(int index) {
    return new Place(spaces.at(name(index)), before(index), NET);
  }

  @Override
  public void close() throws IOException {
    spaces.close();
  }
}
