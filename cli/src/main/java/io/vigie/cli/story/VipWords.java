package io.vigie.cli.story;

import io.vigie.cli.Terminal.Paint;
import io.vigie.event.PeerConflict;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
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
      case ACTIVE -> new Words(text, Paint.GOOD);
      case BACKUP -> new Words(text, Paint.STRONG);
      case LEAVING, INITIALIZE -> new Words(text, Paint.WARNING);
    };
  }

  static Words moved(VipMoved m) {
    String from = m.from() == null ? "" : " from " + m.from();
    String gap = m.gapMillis() == null ? "" : ", gap " + m.gapMillis() + " ms";
    return new Words(
        "vip %s (%s) moved%s to %s%s"
            .formatted(m.vip(), String.join(" ", m.addresses()), from, m.to(), gap),
        Paint.STRONG);
  }

  static Words priority(PriorityChanged p) {
    List<String> reasons = p.reasons();
    String why = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    return new Words(
        "vip %s: priority %d of %d%s".formatted(p.vip(), p.priority(), p.configured(), why),
        p.priority() < p.configured() ? Paint.WARNING : Paint.GOOD);
  }

  static Words conflict(PeerConflict c) {
    return c.open()
        ? new Words(
            "vip %s: %s does not fit: %s; %s".formatted(c.vip(), c.peer(), c.detail(), c.advice()),
            Paint.BAD)
        : new Words(
            "vip %s: %s fits again (%s)".formatted(c.vip(), c.peer(), c.kind().wire()), Paint.GOOD);
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
        l.restored() ? Paint.WARNING : Paint.BAD);
  }
}
