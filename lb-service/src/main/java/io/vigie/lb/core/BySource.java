package io.vigie.lb.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By the client's address, the same on every balancer that sees the same servers (Maglev). A server
 * that cannot be chosen just now (full, or it failed this client) hands its clients on, each to
 * another one of its own.
 */
final class BySource implements Balance {

  private static final int MOST_STEPS = 1024;

  private List<Server> known = List.of();
  private List<Maglev.Entry> entries = List.of();
  private @Nullable Maglev table;

  @Override
  public @Nullable Server choose(List<Server> tier, Session session, Turn turn) {
    Maglev maglev = table(tier);
    long hash = Maglev.hash(session.source().getAddress().getAddress());
    for (int step = 0; step < MOST_STEPS; step++) {
      Server server = tier.get(maglev.pick(hash));
      if (session.mayUse(server)) {
        return server;
      }
      hash = Maglev.mix(hash + 1);
    }
    return Balance.first(tier, session, turn); // none, or a share too small to be met
  }

  @SuppressWarnings(
      "ReferenceEquality") // each sorting makes new lists: the same one has the same weights
  private Maglev table(List<Server> tier) {
    Maglev current = table;
    if (current != null && tier == known) {
      return current;
    }
    known = tier;
    List<Maglev.Entry> wanted = new ArrayList<>();
    for (Server server : tier) {
      wanted.add(new Maglev.Entry(server.name, server.weight()));
    }
    if (current == null || !wanted.equals(entries)) {
      entries = wanted;
      current = new Maglev(wanted);
      table = current;
    }
    return current;
  }
}
