package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Types and topics are complete, and their names are as the design has them. */
class CatalogueTest {

  @Test
  void everyEventHasOneType() {
    Set<Class<?>> typed =
        Arrays.stream(EventType.values()).map(EventType::record).collect(Collectors.toSet());
    assertEquals(Set.of(Event.class.getPermittedSubclasses()), typed);
    assertEquals(EventType.values().length, typed.size());
  }

  @ParameterizedTest
  @EnumSource
  void wireNamesAreVersionedAndFound(EventType type) {
    assertTrue(type.wire().matches("io\\.vigie\\.[a-z]+\\.[a-z]+(-[a-z]+)*\\.v[1-9]"), type.wire());
    assertSame(type, EventType.ofWire(type.wire()));
    assertNull(EventType.ofWire(type.wire().replaceAll("\\.v1$", ".v2")));
    assertSame(type, EventType.of(Samples.of(type).event()));
  }

  @Test
  void wireNamesAreUnique() {
    assertEquals(
        EventType.values().length,
        Arrays.stream(EventType.values()).map(EventType::wire).distinct().count());
  }

  /** An incident is one state, whichever of its three events tells of it. */
  @Test
  void familiesAreUniqueWithinATopic() {
    assertEquals(
        EventType.values().length - 2,
        Arrays.stream(EventType.values())
            .map(type -> type.topic() + "#" + type.family())
            .distinct()
            .count());
    assertEquals(
        List.of("incident", "incident", "incident"),
        Stream.of(EventType.INCIDENT_OPENED, EventType.INCIDENT_UPDATED, EventType.INCIDENT_CLOSED)
            .map(EventType::family)
            .toList());
  }

  @ParameterizedTest
  @EnumSource
  void noComponentHidesTheOtherCauses(EventType type) {
    assertFalse(
        Arrays.stream(type.record().getRecordComponents())
            .map(RecordComponent::getName)
            .anyMatch("because"::equals));
  }

  @Test
  void topicsAreNamedAsInTheDesign() {
    assertEquals(
        Set.of(
            "vigie.health.v1",
            "vigie.lb.v1",
            "vigie.traffic.v1",
            "vigie.vrrp.v1",
            "vigie.storage.v1",
            "vigie.db.v1",
            "vigie.incident.v1",
            "vigie.turn.v1",
            "vigie.presence.v1",
            "vigie.command.v1"),
        Arrays.stream(Topic.values()).map(Topic::wire).collect(Collectors.toSet()));
  }

  @Test
  void historyIsKeptForThirtyDaysThenTheLastWords() {
    assertEquals(
        Map.of(
            "cleanup.policy", "compact",
            "min.compaction.lag.ms", "2592000000",
            "segment.ms", "86400000",
            "segment.bytes", "16777216",
            "message.timestamp.type", "LogAppendTime"),
        Topic.HEALTH.config());
    assertTrue(Topic.HEALTH.folded());
    assertEquals(Topic.HEALTH.config(), Topic.LB.config());
    assertEquals(Topic.HEALTH.config(), Topic.COMMAND.config());
  }

  @Test
  void trafficAndPresenceAreDeletedAndNeverFolded() {
    assertEquals("2592000000", Topic.TRAFFIC.config().get("retention.ms"));
    assertEquals("3600000", Topic.PRESENCE.config().get("retention.ms"));
    assertEquals("delete", Topic.TRAFFIC.config().get("cleanup.policy"));
    assertEquals("delete", Topic.PRESENCE.config().get("cleanup.policy"));
    assertFalse(Topic.TRAFFIC.folded());
    assertFalse(Topic.PRESENCE.folded());
  }
}
