package io.vigie.vrrp.core;

import io.vigie.vrrp.core.Role.Active;
import io.vigie.vrrp.core.Role.Backup;
import java.util.ArrayList;
import java.util.List;

/**
 * The priority this host speaks with.
 *
 * <p>1: nobody here serves the VIP, or this host may be cut off. 2: it could serve, and stays back
 * because it flapped or was handed over. Else what is configured plus weights, 1 to 254. The
 * address owner says 255 whatever happens (RFC 9568 §6.1).
 */
final class Priorities {

  static final int SICK = 1;
  static final int STAYS_BACK = 2;
  private static final int MOST = 254;

  private Priorities() {}

  /** Lets time pass over what is tracked, and speaks with another priority if that follows. */
  static void settle(Draft draft) {
    draft.surroundings = draft.surroundings.settle(draft.now);
    Stability stability = draft.group.stability();
    int flaps = draft.surroundings.fallen(draft.before.surroundings(), draft.group.preempt());
    for (int i = 0; i < flaps; i++) {
      draft.account = stability.flapped(draft.account, draft.now);
    }
    draft.account = stability.at(draft.account, draft.now);
    List<String> reasons = new ArrayList<>();
    int priority = effective(draft, reasons);
    if (priority != draft.priority) {
      int was = draft.priority;
      draft.priority = priority;
      draft.tellPriority(was, reasons, draft.surroundings.cause());
      if (draft.role instanceof Active active) {
        ActiveRules.advertise(draft, active);
      } else if (draft.role instanceof Backup backup && was > 0) {
        BackupRules.reskew(draft, backup, was);
      }
    }
    if (draft.role instanceof Active active
        && active.leaving() == null
        && draft.surroundings.lbLost()
        && !draft.before.surroundings().lbLost()
        && draft.group.priority() != Group.OWNER) {
      ActiveRules.resignWithoutServer(draft, active);
    }
  }

  private static int effective(Draft draft, List<String> reasons) {
    Surroundings around = draft.surroundings;
    if (draft.group.priority() == Group.OWNER) {
      return Group.OWNER;
    }
    reasons.addAll(around.sick());
    if (!reasons.isEmpty()) {
      return SICK;
    }
    if (draft.account.suppressed()) {
      int flaps = draft.account.flaps();
      reasons.add(
          flaps + (flaps == 1 ? " flap" : " flaps") + ", stays back until it has been quiet");
    }
    if (draft.yielded) {
      reasons.add("handed over, stays back until it is needed");
    }
    if (!reasons.isEmpty()) {
      return STAYS_BACK;
    }
    reasons.addAll(around.weightTexts());
    return Math.clamp((long) draft.group.priority() + around.delta(), 1, MOST);
  }
}
