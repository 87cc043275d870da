package io.vigie.storage.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.kube.gate.Source;
import io.vigie.kube.read.Kind;
import io.vigie.kube.watch.Contact;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of the contact with the API makes an input one that cannot be relied on. */
class SafeDeskTest {

  private static final Instant NOON = Instant.parse("2026-08-21T12:00:00Z");

  @Test
  void whatIsListedIsKnown() {
    assertEquals(Source.FRESH, SafeDesk.source(contact(null, 0), Kind.POD));
  }

  @Test
  void whatIsNotListedYetWasNeverSeen() {
    assertEquals(Source.NEVER, SafeDesk.source(contact(null, 0), Kind.REPLICA));
    assertEquals(Source.NEVER, SafeDesk.source(contact(NOON, 0), Kind.REPLICA));
  }

  @Test
  void whatIsRefusedIsNotKnownThoughItWasListed() {
    assertEquals(Source.refused("403 forbidden"), SafeDesk.source(contact(null, 0), Kind.NODE));
  }

  @Test
  void withoutTheApiNothingIsAsItIsNow() {
    Source stale = Source.stale("not known any more since 2026-08-21T12:00:00Z");
    assertEquals(stale, SafeDesk.source(contact(NOON, 0), Kind.POD));
    assertEquals(stale, SafeDesk.source(contact(NOON, 0), Kind.VOLUME));
  }

  @Test
  void whatIsNotInstalledIsKnown() {
    assertEquals(Source.MISSING, SafeDesk.source(contact(null, 0), Kind.VOLUME));
  }

  @Test
  void anObjectThatCannotBeReadMayBeAnyOne() {
    assertEquals(Source.State.PARTLY, SafeDesk.source(contact(null, 1), Kind.POD).state());
  }

  private static Contact contact(@Nullable Instant unknownSince, long broken) {
    return new Contact(
        "https://127.0.0.1:6443",
        Set.of(Kind.NODE, Kind.POD),
        Set.of(Kind.VOLUME),
        Map.of(Kind.NODE, "403 forbidden"),
        unknownSince,
        broken);
  }
}
