package io.vigie.lab.lan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A cable in a port of a switch, known to the whole machine: one process may lay it and another one
 * pull it.
 *
 * @param namespace of the switch, which is its device {@code br0}
 * @param port the device at the switch
 */
public record Cable(String namespace, String port) {

  /** No packet passes, while both ends keep their carrier: as with a dead network card. */
  public void cut() throws IOException {
    ip("set", port, "nomaster");
  }

  /** Packets pass again. */
  public void mend() throws IOException {
    ip("set", port, "master", "br0");
  }

  /** Pulls it out or plugs it in: the other end sees its carrier go or come. */
  public void carrier(boolean there) throws IOException {
    ip("set", port, there ? "up" : "down");
  }

  /** Whether packets pass; false as well if it is not there any more. */
  public boolean whole() {
    try {
      return ip("show", port).contains(" master br0 ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a command where the switch is. */
  public void run(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(List.of(command));
    Namespaces.run(all);
  }

  private String ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace, "link"));
    command.addAll(List.of(arguments));
    return Namespaces.run(command);
  }
}
