package io.vigie.cli.act;

import io.vigie.event.CommandRequested.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be wished for a node. */
public final class NodeCommands {

  private static final int MOST_WEIGHT = 256;

  private NodeCommands() {}

  /** What takes a node out: not without asking whether it may go. */
  abstract static class TakeDown extends NodeCommand {
    @Option(
        names = "--force",
        description =
            "Even if the node may not be taken down (see 'vigie safe'), or nobody knows; recorded.")
    private boolean force;

    TakeDown(Kind kind) {
      super(kind);
    }

    @Override
    final boolean asksFirst() {
      return true;
    }

    @Override
    final boolean force() {
      return force;
    }
  }

  /** No new connections. */
  @Command(name = "drain", description = "No new connections to a node; old ones finish.")
  public static final class Drain extends TakeDown {
    Drain() {
      super(Kind.DRAIN);
    }
  }

  /** New connections again. */
  @Command(name = "undrain", description = "Ends drain.")
  public static final class Undrain extends NodeCommand {
    Undrain() {
      super(Kind.UNDRAIN);
    }
  }

  /** No connections. */
  @Command(name = "maintenance", description = "Takes a node out; its sessions are closed.")
  public static final class Maintenance extends TakeDown {
    Maintenance() {
      super(Kind.MAINTENANCE);
    }
  }

  /** Back to what the checks say. */
  @Command(name = "ready", description = "Ends maintenance and drain.")
  public static final class Ready extends NodeCommand {
    Ready() {
      super(Kind.READY);
    }
  }

  /** Another share. */
  @Command(name = "weight", description = "Gives a node another share of new connections.")
  public static final class Weight extends NodeCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "1", paramLabel = "WEIGHT", description = "0 to 256; 1 is usual.")
    private int weight;

    Weight() {
      super(Kind.WEIGHT);
    }

    @Override
    @Nullable Integer weight() {
      if (weight < 0 || weight > MOST_WEIGHT) {
        throw new ParameterException(
            spec.commandLine(), "weight " + weight + ": expected 0 to " + MOST_WEIGHT);
      }
      return weight;
    }
  }
}
