package io.vigie.cli.story;

import io.vigie.cli.Table.Cell;
import io.vigie.cli.Terminal.Paint;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServerChanged.ServerState;
import java.util.Locale;

/** States as they stand in tables: the word on the wire, in the colour of its news. */
public final class Paints {

  private Paints() {}

  /** A node's status. */
  public static Cell cell(NodeStatus status) {
    return new Cell(
        word(status),
        switch (status) {
          case UP -> Paint.GOOD;
          case DEGRADED, FLAPPING -> Paint.WARNING;
          case DOWN -> Paint.BAD;
        });
  }

  /** A server's state. */
  public static Cell cell(ServerState state) {
    return new Cell(
        word(state),
        switch (state) {
          case ACTIVE -> Paint.GOOD;
          case STANDBY -> Paint.PLAIN;
          case SLOW_START, SUPPRESSED, DRAINING, MAINTENANCE -> Paint.WARNING;
          case EJECTED, DOWN -> Paint.BAD;
        });
  }

  /** A pool's state. */
  public static Cell cell(PoolState state) {
    return new Cell(
        word(state),
        switch (state) {
          case HEALTHY -> Paint.GOOD;
          case DEGRADED -> Paint.WARNING;
          case FAILING_OPEN, REFUSING -> Paint.BAD;
        });
  }

  /** What a virtual router plays. */
  public static Cell cell(Role role) {
    return new Cell(
        role.wire(),
        switch (role) {
          case ACTIVE -> Paint.GOOD;
          case BACKUP -> Paint.PLAIN;
          case LEAVING, INITIALIZE -> Paint.WARNING;
        });
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
