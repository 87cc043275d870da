package io.vigie.cli.act;

import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.Envelope;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.VipMoved;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the log tells of one handover: the holder's answer, and who has the VIP then. The two come
 * from two hosts, so in any order. Pure; not thread-safe.
 */
final class HandoverTale {

  private final String commandId;
  private final String vip;

  private @Nullable CommandAnswered answer;
  private String holder = "";
  private @Nullable String taker;
  private @Nullable VipMoved moved;

  /** The tale of this command. */
  HandoverTale(String commandId, String vip) {
    this.commandId = commandId;
    this.vip = vip;
  }

  /** The next event, whatever it is. */
  void take(Envelope envelope) {
    switch (envelope.event()) {
      case CommandAnswered answered when answered.commandId().equals(commandId) -> {
        answer = answered;
        holder = envelope.host();
      }
      case RoleChanged role when role.vip().equals(vip) && role.role() == Role.ACTIVE ->
          taker = envelope.host();
      case VipMoved news when news.vip().equals(vip) -> {
        taker = news.to();
        moved = news;
      }
      default -> {}
    }
  }

  /** Whether the holder has answered. */
  boolean answered() {
    return answer != null;
  }

  /** Whether there is no more to come: it stays, or it moved, or it is back. */
  boolean over() {
    return answer != null
        && (answer.outcome() != Outcome.DONE || moved != null || holder.equals(taker));
  }

  /**
   * What came of it.
   *
   * @param waited how long it was waited for an answer
   */
  Handed end(Duration waited) {
    if (answer == null) {
      return new Handed.Unanswered(
          "no vrrp-service answered within %d s: none that Kafka reaches holds %s"
              .formatted(waited.toSeconds(), vip));
    }
    return switch (answer.outcome()) {
      case DONE ->
          holder.equals(taker)
              ? new Handed.Back(holder)
              : new Handed.Over(holder, taker, moved == null ? null : moved.gapMillis());
      case REFUSED, FAILED -> new Handed.Kept(holder, answer.message());
      case EXPIRED ->
          new Handed.Kept(holder, answer.message() + "; do its clock and this one's agree?");
    };
  }
}
