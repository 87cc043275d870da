package io.vigie.lab.chaos.scenario;

/**
 * What can go wrong, and where: a machine such as {@code lb-1}, a host's card such as {@code p1},
 * or a program of a machine such as {@code lb-1/kafka}. A program that a stack does not have cannot
 * fail there.
 */
public sealed interface Fault {

  /** Where. */
  String of();

  /** For people. */
  default String said() {
    return switch (this) {
      case Lose(String of, double percent, Way way) ->
          "lose %s %%%s %s"
              .formatted(
                  percent,
                  switch (way) {
                    case IN -> " to";
                    case OUT -> " from";
                    case BOTH -> " to and from";
                  },
                  of);
      case Part(String of, String from) -> "part " + of + " from " + from;
      case Cut(String of) -> "cut " + of;
      case Unplug(String of) -> "unplug " + of;
      case Kill(String of) -> "kill " + of;
      case Crash(String of) -> "crash " + of;
      case Freeze(String of) -> "freeze " + of;
      case Stop(String of) -> "stop " + of;
      case Hog(String of) -> "hog " + of;
      case Fill(String of) -> "fill " + of;
    };
  }

  /** A cable passes no packet, while both ends keep their carrier: a dead network card. */
  record Cut(String of) implements Fault {}

  /** A cable is pulled: both ends lose their carrier. */
  record Unplug(String of) implements Fault {}

  /**
   * A cable loses packets by chance.
   *
   * @param percent of them, more than 0, at most 100
   */
  record Lose(String of, double percent, Way way) implements Fault {}

  /** No packet passes between two, while both reach all others. */
  record Part(String of, String from) implements Fault {}

  /** A machine loses its power: its cable is cut, its processes are killed. It boots at the end. */
  record Kill(String of) implements Fault {}

  /** SIGKILL of programs; they are started again at the end. */
  record Crash(String of) implements Fault {}

  /** SIGSTOP of programs; SIGCONT at the end. */
  record Freeze(String of) implements Fault {}

  /** SIGTERM of programs, as a service manager does; they are started again at the end. */
  record Stop(String of) implements Fault {}

  /** Other processes take a machine's processors. */
  record Hog(String of) implements Fault {}

  /** The disk on which a machine's programs keep what they must not forget is full. */
  record Fill(String of) implements Fault {}

  /** Which packets, seen from the machine. */
  enum Way {
    IN,
    OUT,
    BOTH
  }
}
