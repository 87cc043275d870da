package io.vigie.event.words;

import io.vigie.event.PeerConflict;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.Tone;
import io.vigie.event.VipLost;
import io.vigie.event.VipMoved;
import java.util.List;

/** What vrrp-service's events say, for people. */
final class VipWords {

  private VipWords() {}

  static Words role(RoleChanged r) {
    String why = r.detail().isBlank() ? "" : " (" + r.detail() + ")";
    String text = "vip %s: %s%s".formatted(r.vip(), r.role().wire(), why);
    return switch (r.role()) {
      case ACTIVE -> new Words(text, Tone.GOOD);
      case BACKUP -> new Words(text, Tone.STRONG);
      case LEAVING, INITIALIZE -> new Words(text, Tone.WARNING);
    };
  }

  static Words moved(VipMoved m) {
    String from = m.from() == null ? "" : " from " + m.from();
    String gap = m.gapMillis() == null ? "" : ", gap " + m.gapMillis() + " ms";
    return new Words(
        "vip %s (%s) moved%s to %s%s"
            .formatted(m.vip(), String.join(" ", m.addresses()), from, m.to(), gap),
        Tone.STRONG);
  }

  static Words priority(PriorityChanged p) {
    List<String> reasons = p.reasons();
    String why = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    return new Words(
        "vip %s: priority %d of %d%s".formatted(p.vip(), p.priority(), p.configured(), why),
        p.priority() < p.configured() ? Tone.WARNING : Tone.GOOD);
  }

  static Words conflict(PeerConflict c) {
    return c.open()
        ? new Words(
            "vip %s: %s does not fit: %s; %s".formatted(c.vip(), c.peer(), c.detail(), c.advice()),
            Tone.BAD)
        : new Words(
            "vip %s: %s fits again (%s)".formatted(c.vip(), c.peer(), c.kind().wire()), Tone.GOOD);
  }

  static Words lost(VipLost l) {
    String cause =
        switch (l.cause()) {
          case LEASE_EXPIRED -> "its lease ran out";
          case REMOVED -> "somebody removed it";
        };
    return new Words(
        "vip %s: %s vanished: %s%s"
            .formatted(l.vip(), l.address(), cause, l.restored() ? ", put back" : ""),
        l.restored() ? Tone.WARNING : Tone.BAD);
  }
}
