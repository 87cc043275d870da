package io.vigie.lab.chaos.verdict;

import io.vigie.event.Envelope;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether the services are of one mind, when nothing is broken any more. */
public final class Agreement {

  private Agreement() {}

  /**
   * What is wrong in the last words of everybody: a node that one calls down, a server that is kept
   * out, an observer that doubts itself, a VIP that not exactly one holds. A node that flapped too
   * often may stay out for a while.
   *
   * @param events in the order of each source
   */
  public static List<String> quarrels(List<Envelope> events) {
    Map<String, Envelope> last = new TreeMap<>();
    events.forEach(one -> last.put(one.type().wire() + " " + one.key(), one));
    List<String> quarrels = new ArrayList<>();
    Map<String, List<String>> active = new TreeMap<>();
    for (Envelope one : last.values()) {
      switch (one.event()) {
        case NodeChanged node when node.status() == NodeStatus.DOWN ->
            quarrels.add(one.host() + " calls " + node.node() + " down");
        case ServerChanged server when server.state() == ServerState.DOWN ->
            quarrels.add(one.host() + " keeps " + server.subject() + " out: " + server.cause());
        case ObserverChanged observer when observer.state() == ObserverState.IMPAIRED ->
            quarrels.add(one.host() + " doubts itself: " + observer.reason());
        case RoleChanged role -> {
          List<String> holders = active.computeIfAbsent(role.vip(), _ -> new ArrayList<>());
          if (role.role() == Role.ACTIVE) {
            holders.add(one.host());
          }
        }
        default -> {
          // nothing to agree on
        }
      }
    }
    active.forEach(
        (vip, holders) -> {
          if (holders.size() != 1) {
            quarrels.add("vip " + vip + " is held by " + holders);
          }
        });
    return quarrels;
  }
}
