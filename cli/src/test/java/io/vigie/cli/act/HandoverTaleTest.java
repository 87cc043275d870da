package io.vigie.cli.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import io.vigie.event.VipMoved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverTaleTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HandoverTale tale = new HandoverTale("c1", "main");

  @Test
  void itIsOverWhenTheHolderHasAnsweredAndTheNextOneHasSaidSo() {
    answer("c1", Outcome.DONE, "handed over");
    assertTrue(tale.answered());
    assertFalse(tale.over());
    moved("main");
    assertTrue(tale.over());
    assertEquals(new Handed.Over("lb-1", "lb-2", 12L), tale.end(LIMIT));
  }

  @Test
  void theNextOneMayBeHeardFirst() {
    take("lb-2", role("main", Role.ACTIVE));
    moved("main");
    assertFalse(tale.over());
    answer("c1", Outcome.DONE, "handed over");
    assertTrue(tale.over());
    assertEquals(new Handed.Over("lb-1", "lb-2", 12L), tale.end(LIMIT));
  }

  @Test
  void whereNobodySaysThatHeTookItThatIsSaid() {
    answer("c1", Outcome.DONE, "handed over");
    take("lb-1", role("main", Role.BACKUP));
    assertFalse(tale.over());
    assertEquals(new Handed.Over("lb-1", null, null), tale.end(LIMIT));
  }

  @Test
  void aHolderThatMustTakeItBackHasNotHandedItOver() {
    answer("c1", Outcome.DONE, "handed over");
    take("lb-1", role("main", Role.ACTIVE));
    assertTrue(tale.over());
    assertEquals(new Handed.Back("lb-1"), tale.end(LIMIT));
  }

  @Test
  void aRefusalIsTheEnd() {
    answer("c1", Outcome.REFUSED, "nobody is ready; --force overrides");
    assertTrue(tale.over());
    assertEquals(new Handed.Kept("lb-1", "nobody is ready; --force overrides"), tale.end(LIMIT));
  }

  @Test
  void otherCommandsAndOtherVipsAreOtherTales() {
    answer("c0", Outcome.DONE, "handed over");
    assertFalse(tale.answered());
    answer("c1", Outcome.DONE, "handed over");
    moved("dns");
    take("lb-1", role("dns", Role.ACTIVE));
    assertFalse(tale.over());
  }

  @Test
  void withoutAnAnswerNothingIsKnown() {
    moved("main");
    assertInstanceOf(Handed.Unanswered.class, tale.end(LIMIT));
  }

  private void answer(String command, Outcome outcome, String message) {
    take("lb-1", new CommandAnswered(command, "main", outcome, message, "lb-1/vrrp-service"));
  }

  private void moved(String vip) {
    take(
        "lb-2",
        new VipMoved(vip, List.of("192.0.2.8"), "lb-1", "lb-2", RoleReason.ACTIVE_RESIGNED, 12L));
  }

  private static RoleChanged role(String vip, Role role) {
    return new RoleChanged(
        vip, 51, role, Role.LEAVING, RoleReason.HANDOVER, "", 2, null, List.of("192.0.2.8"));
  }

  private void take(String host, Event event) {
    tale.take(
        new Envelope(
            Fact.root("e", event),
            Envelope.source(host, "vrrp-service"),
            new Sequence(1, 1),
            Instant.EPOCH));
  }
}
