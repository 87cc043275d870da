package io.vigie.vrrp.app;

import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.kit.news.Journal;
import io.vigie.vrrp.core.Input;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Planned handovers: only who holds the VIP obeys, and only if somebody is known to be ready, or
 * the command is forced. Answered when it is done. Thread rule: the service's own context.
 */
final class Handovers {

  private static final int MOST_WAITING = 64;

  private final String service;
  private final Journal journal;
  private final EventIds ids;
  private final Peers peers;

  /** Gives the group of a VIP an input. */
  private final BiConsumer<String, Input> order;

  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, Waiting> waiting = new HashMap<>();

  private record Waiting(Envelope command, Consumer<CommandAnswered> answer) {}

  Handovers(
      String service, Journal journal, EventIds ids, Peers peers, BiConsumer<String, Input> order) {
    this.service = service;
    this.journal = journal;
    this.ids = ids;
    this.peers = peers;
    this.order = order;
  }

  /**
   * A command, by event or by HTTP.
   *
   * @param asked called with the answer, if this host has one to give
   * @return whether it has
   */
  boolean asked(Envelope envelope, CommandRequested command, Consumer<CommandAnswered> asked) {
    if (command.kind() != Kind.HANDOVER || roles.get(command.target()) != Role.ACTIVE) {
      return false;
    }
    if (isExpired(command)) {
      answer(envelope, command.target(), Outcome.EXPIRED, "heard too late: ask again", asked);
      return true;
    }
    if (waiting.containsKey(command.target())) {
      answer(envelope, command.target(), Outcome.REFUSED, "a handover of it is under way", asked);
      return true;
    }
    Optional<String> objection =
        command.force()
            ? Optional.empty()
            : peers.objection(command.target(), command.to(), System.nanoTime());
    if (objection.isPresent() || waiting.size() >= MOST_WAITING) {
      String why = objection.orElse("too many handovers at a time");
      answer(envelope, command.target(), Outcome.REFUSED, why + "; --force overrides", asked);
      return true;
    }
    waiting.put(command.target(), new Waiting(envelope, asked));
    order.accept(command.target(), new Input.HandOver(envelope.ref()));
    return true;
  }

  /** What this host's routers say of themselves. */
  void said(RoleChanged role) {
    roles.put(role.vip(), role.role());
    if (role.role() == Role.LEAVING) {
      return;
    }
    Waiting one = waiting.remove(role.vip());
    if (one != null) {
      boolean done = role.role() != Role.ACTIVE;
      answer(
          one.command(),
          role.vip(),
          done ? Outcome.DONE : Outcome.FAILED,
          done ? "handed over" : "still active: " + role.detail(),
          one.answer());
    }
  }

  private void answer(
      Envelope command,
      String vip,
      Outcome outcome,
      String message,
      Consumer<CommandAnswered> asked) {
    CommandAnswered answer = new CommandAnswered(command.id(), vip, outcome, message, service);
    journal.publish(Fact.causedBy(ids.next(), answer, command.ref()));
    asked.accept(answer);
  }

  /** What a VIP's router plays, as it has said; null if it has said nothing. */
  @Nullable Role role(String vip) {
    return roles.get(vip);
  }

  private static boolean isExpired(CommandRequested command) {
    if (command.expiresAt() == null) {
      return false;
    }
    try {
      return Instant.parse(command.expiresAt()).isBefore(Instant.now());
    } catch (DateTimeException e) {
      return true; // until when it holds cannot be known: it does not
    }
  }
}
