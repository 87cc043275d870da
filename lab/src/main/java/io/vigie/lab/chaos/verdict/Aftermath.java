package io.vigie.lab.chaos.verdict;

import java.util.List;

/**
 * How a run left its stack.
 *
 * @param holders the balancers that have the address half a minute later at most
 * @param crashed programs that ended without having been told to
 * @param quarrels what the services did not agree on half a minute later
 * @param lives of processes that were there for more than a minute, in the order of their starts
 */
public record Aftermath(
    List<String> holders, List<String> crashed, List<String> quarrels, List<Life> lives) {

  public Aftermath {
    holders = List.copyOf(holders);
    crashed = List.copyOf(crashed);
    quarrels = List.copyOf(quarrels);
    lives = List.copyOf(lives);
  }
}
