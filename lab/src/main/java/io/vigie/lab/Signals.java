package io.vigie.lab;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Signals by kill(1), such as {@code STOP}; who has ended gets none. */
public final class Signals {

  private Signals() {}

  /** To a process alone. */
  public static void send(String name, Process to) throws IOException {
    send(name, to, List.of(to.pid()));
  }

  /**
   * To a process and all it has started, to itself first: no parent is left to start another child.
   * One program sends all, so that they come within microseconds.
   */
  public static void sendToAll(String name, Process to) throws IOException {
    Stream<Long> children = to.descendants().map(ProcessHandle::pid);
    send(name, to, Stream.concat(Stream.of(to.pid()), children).toList());
  }

  private static void send(String name, Process to, List<Long> pids) throws IOException {
    if (!to.isAlive()) {
      return;
    }
    Stream<String> numbers = pids.stream().map(pid -> Long.toString(pid));
    List<String> command = Stream.concat(Stream.of("kill", "-" + name), numbers).toList();
    Process kill = new ProcessBuilder(command).start();
    if (kill.onExit().join().exitValue() != 0 && to.isAlive()) {
      throw new IOException("cannot send " + name + " to " + pids);
    }
  }
}
