package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which servers are used: those of the first tier that is not empty. Never to zero by suspicion:
 * healthy, then passing but suppressed by damping or ejected, then backup, then all.
 *
 * <p>What an operator took out (draining, maintenance, weight 0) is in no tier: that is no
 * suspicion. Nor is one that does not host the primary its pool follows.
 *
 * @param first the first tier that is not empty
 * @param serving it and those after it that a session may turn to when it failed it; each with a
 *     server at least
 */
record Tiers(Tier first, List<List<Server>> serving) {

  /** How good a tier is. */
  enum Tier {
    HEALTHY,
    SUSPECT,
    BACKUP,
    /** No server is well: whichever might answer. */
    ALL,
    NONE;

    /** In lower case, for people. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Sorts servers into tiers, in their order. */
  static Tiers of(Iterable<Server> servers, boolean failOpen) {
    List<Server> healthy = new ArrayList<>();
    List<Server> suspect = new ArrayList<>();
    List<Server> backup = new ArrayList<>();
    List<Server> suspectBackup = new ArrayList<>();
    List<Server> all = new ArrayList<>();
    for (Server server : servers) {
      if (server.weight() == 0 || server.node.address == null) {
        continue;
      }
      boolean spare = server.config.backup();
      switch (server.state) {
        case ACTIVE, SLOW_START -> (spare ? backup : healthy).add(server);
        case SUPPRESSED, EJECTED -> (spare ? suspectBackup : suspect).add(server);
        case DOWN -> all.add(server);
        case STANDBY, DRAINING, MAINTENANCE -> {}
      }
    }
    List<List<Server>> serving = new ArrayList<>(4);
    Tier first = Tier.NONE;
    first = add(healthy, Tier.HEALTHY, first, serving);
    first = add(suspect, Tier.SUSPECT, first, serving);
    first = add(backup, Tier.BACKUP, first, serving);
    first = add(suspectBackup, Tier.BACKUP, first, serving);
    if (first == Tier.NONE && failOpen) {
      first = add(all, Tier.ALL, first, serving);
    }
    return new Tiers(first, serving);
  }

  private static Tier add(List<Server> tier, Tier kind, Tier first, List<List<Server>> serving) {
    if (tier.isEmpty()) {
      return first;
    }
    serving.add(tier);
    return first == Tier.NONE ? kind : first;
  }

  /** Whether some server passes its checks. */
  boolean anyUsable() {
    return first != Tier.NONE && first != Tier.ALL;
  }

  /** The servers that take new connections. */
  List<Server> used() {
    return serving.isEmpty() ? List.of() : serving.getFirst();
  }
}
