package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a group remembers.
 *
 * @param role what it plays
 * @param surroundings what is tracked
 * @param account how restless this host was
 * @param yielded whether it was handed over on purpose: stays back until it is active again
 * @param priority what it says, 1 to 255; 0 before it has said anything
 * @param lowered the event that lowered the priority, if it is lower than configured
 * @param holder who was active last
 * @param conflicts what does not go together
 */
public record State(
    Role role,
    Surroundings surroundings,
    Stability.Account account,
    boolean yielded,
    int priority,
    Fact.@Nullable Ref lowered,
    @Nullable Holder holder,
    Conflicts conflicts) {

  /**
   * The active router as it was heard last.
   *
   * @param address its address
   * @param priority its priority when it was heard last; 0 once it has resigned
   * @param heardAtNanos when
   */
  public record Holder(String address, int priority, long heardAtNanos) {}

  /** The role as events name it. */
  public RoleChanged.Role shownRole() {
    return Draft.nameOf(role);
  }

  /** Who holds the VIP as far as is known, for people: a balancer, else an address. */
  public @Nullable String activeName(Group group) {
    if (role instanceof Role.Active) {
      return group.host();
    }
    return holder == null || holder.priority() == 0 ? null : group.nameOf(holder.address());
  }

  /** What speaks against this host, for people. */
  public List<String> unwell() {
    List<String> all = new ArrayList<>(surroundings.faults());
    all.addAll(surroundings.sick());
    return all;
  }

  /** Before the start. */
  public static State initial(Group group) {
    return new State(
        new Role.Initialize(false, 0),
        Surroundings.unknown(group.trackers()),
        Stability.Account.CLEAR,
        false,
        0,
        null,
        null,
        Conflicts.NONE);
  }
}
