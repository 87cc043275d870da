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
  String said();

  /** A cable passes no packet, while both ends keep their carrier: a dead network card. */
  record Cut(String of) implements Fault {
    @Override
    public String said() {
      return "cut " + of;
    }
  }

  /** A cable is pulled: both ends lose their carrier. */
  record Unplug(String of) implements Fault {
    @Override
    public String said() {
      return "unplug " + of;
    }
  }

  /**
   * A cable loses packets by chance.
   *
   * @param percent of them, more than 0, at most 100
   */
  record Lose(String of, double percent, Way way) implements Fault {
    @Override
    public String said() {
      String which =
          switch (way) {
            case IN -> " to";
            case OUT -> " from";
            case BOTH -> " to and from";
          };
      return "lose %s %%%s %s".formatted(percent, which, of);
    }
  }

  /** No packet passes between two, while both reach all others. */
  record Part(String of, String from) implements Fault {
    @Override
    public String said() {
      return "part " + of + " from " + from;
    }
  }

  /** A machine loses its power: its cable is cut, its processes are killed. It boots at the end. */
  record Kill(String of) implements Fault {
    @Override
    public String said() {
      return "kill " + of;
    }
  }

  /** SIGKILL of programs; they are started again at the end. */
  record Crash(String of) implements Fault {
    @Override
    public String said() {
      return "crash " + of;
    }
  }

  /** SIGSTOP of programs; SIGCONT at the end. */
  record Freeze(String of) implements Fault {
    @Override
    public String said() {
      return "freeze " + of;
    }
  }

  /** SIGTERM of programs, as a service manager does; they are started again at the end. */
  record Stop(String of) implements Fault {
    @Override
    public String said() {
      return "stop " + of;
    }
  }

  /** Other processes take a machine's processors. */
  record Hog(String of) implements Fault {
    @Override
    public String said() {
      return "hog " + of;
    }
  }

  /** The disk on which a machine's programs keep what they must not forget is full. */
  record Fill(String of) implements Fault {
    @Override
    public String said() {
      return "fill " + of;
    }
  }

  /** Which packets, seen from the machine. */
  enum Way {
    IN,
    OUT,
    BOTH
  }
}
