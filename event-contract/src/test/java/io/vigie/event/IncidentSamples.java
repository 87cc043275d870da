package io.vigie.event;

import static io.vigie.event.Samples.by;
import static io.vigie.event.Samples.caused;
import static io.vigie.event.Samples.id;

import io.vigie.event.Incident.Clock;
import io.vigie.event.Incident.Delays;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.Incident.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the console makes of that death. */
final class IncidentSamples {

  private IncidentSamples() {}

  static Envelope of(EventType type) {
    return switch (type) {
      case INCIDENT_OPENED -> by("console", caused(28, new IncidentOpened(open(false))));
      case INCIDENT_UPDATED -> by("console", caused(29, new IncidentUpdated(open(true))));
      case INCIDENT_CLOSED ->
          by(
              "console",
              caused(
                  30,
                  new IncidentClosed(
                      incident(
                          IncidentState.CLOSED,
                          "Node k3s-1 was down for 2 min 5 s. Clients lost nothing.",
                          "2026-11-23T12:02:05.123Z",
                          125_000L,
                          true))));
      case HOUR_MEASURED ->
          by(
              "console",
              Fact.root(
                  id(31),
                  new HourMeasured(
                      "https", "2026-11-23T12:00:00Z", 3_538_500, 1_500, 60_000, 71_500, 29)));
      default -> throw new IllegalArgumentException(type + " is nothing the console says");
    };
  }

  private static Incident open(boolean more) {
    return incident(IncidentState.OPEN, "Node k3s-1 is down since 12:00:00 UTC.", null, null, more);
  }

  private static Incident incident(
      IncidentState state,
      String summary,
      @Nullable String closedAt,
      @Nullable Long wholeMillis,
      boolean more) {
    Step first =
        new Step(
            id(1),
            EventType.CHECK_CHANGED.wire(),
            "k3s-1/traefik",
            "/vigie/lb-1/health-service",
            "2026-11-23T12:00:00.123Z",
            "check traefik on k3s-1 fails: L4CON (connection refused) in 1 ms",
            Tone.BAD,
            null,
            0,
            null);
    Step second =
        new Step(
            id(20),
            EventType.NODE_AT_RISK.wire(),
            "k3s-1",
            "/vigie/lb-2/storage-watcher",
            "2026-11-23T12:00:00.131Z",
            "k3s-1 has taken replicas of 1 volume with it",
            Tone.WARNING,
            id(1),
            4,
            new Clock(4L, 3L));
    return new Incident(
        id(1),
        state,
        "node k3s-1 down",
        summary,
        "2026-11-23T12:00:00.123Z",
        closedAt,
        wholeMillis,
        List.of("node/k3s-1", "volume/pvc-0b7f4f6e"),
        0,
        more ? 14 : 2,
        0L,
        0,
        new Delays(0L, 1L, null, more ? 4L : null, null, null, null),
        more ? 14 : 2,
        more ? List.of(first, second) : List.of(first),
        null);
  }
}
