package io.vigie.console.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vigie.console.core.ledger.Availability.Bucket;
import io.vigie.console.core.ledger.Availability.Span;
import io.vigie.console.core.ledger.Goal.Before;
import io.vigie.event.CheckResult;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.FrontendChanged;
import io.vigie.event.HourMeasured;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.Sequence;
import io.vigie.event.ServiceAlive;
import io.vigie.event.TrafficSampled;
import io.vigie.event.TrafficSampled.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ledger makes of probes, signs of life and samples. */
class LedgerTest {

  /** Noon. */
  private static final long AT = 1_764_072_000_000L;

  private static final long HOUR = 3_600_000;

  private final List<Envelope> events = new ArrayList<>();
  private long n;

  private void say(String host, String service, long epoch, long at, Event event) {
    n++;
    events.add(
        new Envelope(
            Fact.root("e" + n, event),
            Envelope.source(host, service),
            new Sequence(epoch, n),
            Instant.ofEpochMilli(at)));
  }

  private void reached(String host, long at, boolean reached, boolean impaired) {
    CheckResult result = reached ? CheckResult.L4OK : CheckResult.L4TOUT;
    say(
        host,
        "health-service",
        1,
        at,
        new FrontendChanged("https", "10.0.0.8:443", reached, result, "", impaired));
  }

  /** Signs of life every 2 s. */
  private void alive(String host, long epoch, long from, long to) {
    for (long at = from; at <= to; at += 2_000) {
      say(
          host,
          "health-service",
          epoch,
          at,
          new ServiceAlive(host, "health-service", "0", at - from));
    }
  }

  private void traffic(String host, long end, long attempts, long failures) {
    List<Long> zero = Collections.nCopies(10, 0L);
    Series series =
        new Series(
            Collections.nCopies(10, attempts),
            Collections.nCopies(10, failures),
            zero,
            zero,
            zero,
            zero);
    say(host, "lb-service", 1, end, new TrafficSampled("https", series, Map.of()));
  }

  private Ledger ledger(List<Envelope> heard) {
    Ledger ledger = new Ledger(Set.of("https"));
    heard.forEach(ledger::heard);
    return ledger;
  }

  private Tally noon() {
    return ledger(events).hours("https", 2, AT + HOUR + 10_000).getFirst();
  }

  @Test
  void whatAnObserverReachesIsUpAsLongAsItLives() {
    reached("lb-1", AT, true, false);
    alive("lb-1", 1, AT, AT + 600_000);
    assertEquals(new Tally(HOUR, 0, HOUR - 600_000), noon());
  }

  @Test
  void whatNobodySawIsUnknown() {
    reached("lb-1", AT, true, false);
    alive("lb-1", 1, AT, AT + 100_000);
    alive("lb-1", 1, AT + 400_000, AT + 500_000); // frozen in between
    Tally tally = noon();
    assertEquals(0, tally.lostMillis());
    assertEquals(HOUR - 200_000, tally.unknownMillis());
  }

  @Test
  void whatItDoesNotReachIsLostToTheMillisecond() {
    reached("lb-1", AT, true, false);
    reached("lb-1", AT + 10_700, false, false);
    reached("lb-1", AT + 13_200, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 4_000);
    assertEquals(new Tally(HOUR, 2_500, 0), noon());
  }

  @Test
  void whatWasBeforeItWasReachedForTheFirstTimeIsUnknown() {
    reached("lb-1", AT, false, false);
    reached("lb-1", AT + 20_000, true, false);
    reached("lb-1", AT + 30_000, false, false);
    reached("lb-1", AT + 34_000, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 4_000);
    assertEquals(new Tally(HOUR, 4_000, 20_000), noon());
  }

  @Test
  void whatWasUpInAnHourThatIsToldWasReachedBefore() {
    events.add(
        new Envelope(
            Fact.root("h", new HourMeasured("https", "2025-11-25T10:00:00Z", HOUR, 0, 0, 9, 0)),
            "/vigie/lb-1/console",
            new Sequence(1, 1),
            Instant.ofEpochMilli(AT)));
    reached("lb-1", AT, false, false);
    alive("lb-1", 1, AT, AT + 100_000);
    assertEquals(new Tally(HOUR, 100_000, HOUR - 100_000), noon());
  }

  @Test
  void theWorstWordStands() {
    reached("lb-1", AT, true, false);
    reached("lb-2", AT, false, false);
    reached("lb-2", AT + 4_000, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 4_000);
    alive("lb-2", 1, AT, AT + HOUR + 4_000);
    traffic("lb-1", AT + 20_000, 10, 5);
    assertEquals(new Tally(HOUR, 4_000 + 10 * 500, 0), noon());
  }

  @Test
  void whoDoubtsItselfSeesNothing() {
    reached("lb-1", AT, true, false);
    say(
        "lb-1",
        "health-service",
        1,
        AT + 10_000,
        new ObserverChanged("lb-1", ObserverState.IMPAIRED, "", List.of()));
    reached("lb-1", AT + 10_001, false, true);
    say(
        "lb-1",
        "health-service",
        1,
        AT + 20_000,
        new ObserverChanged("lb-1", ObserverState.CLEAR, "", List.of()));
    reached("lb-1", AT + 20_001, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 4_000);
    Tally tally = noon();
    assertEquals(0, tally.lostMillis());
    assertEquals(10_000, tally.unknownMillis());
  }

  @Test
  void theWordOfAnEarlierLifeCountsNoMore() {
    reached("lb-1", AT, true, false);
    alive("lb-1", 1, AT, AT + 60_000);
    alive("lb-1", 2, AT + 120_000, AT + 180_000); // it has not probed yet
    assertEquals(HOUR - 60_000, noon().unknownMillis());
  }

  @Test
  void trafficAloneTells() {
    for (long end = AT + 10_000; end <= AT + HOUR; end += 10_000) {
      traffic("lb-1", end, 20, 0);
    }
    traffic("lb-1", AT + HOUR + 10_000, 20, 1);
    assertEquals(new Tally(HOUR, 0, 0), noon());
    HourMeasured told = ledger(events).news(AT + HOUR + 60_000).getFirst();
    assertEquals(72_000, told.attempts());
    assertEquals("2025-11-25T12:00:00Z", told.from());
  }

  @Test
  void anyOrderAndCopiesGiveTheSame() {
    reached("lb-1", AT, true, false);
    reached("lb-1", AT + 1_000_000, false, false);
    reached("lb-1", AT + 1_100_000, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 4_000);
    for (long end = AT + 10_000; end <= AT + HOUR; end += 10_000) {
      traffic("lb-2", end, 20, end % 70_000 == 0 ? 3 : 0);
    }
    Tally expected = noon();
    for (long seed = 1; seed <= 20; seed++) {
      List<Envelope> shuffled = new ArrayList<>(events);
      shuffled.addAll(events.subList(0, 50));
      Collections.shuffle(shuffled, new Random(seed));
      long now = AT + HOUR + 10_000;
      assertEquals(expected, ledger(shuffled).hours("https", 2, now).getFirst(), "seed " + seed);
    }
  }

  @Test
  void hoursAreToldOnceAndSurviveARestart() {
    reached("lb-1", AT, true, false);
    reached("lb-1", AT + 10_000, false, false);
    reached("lb-1", AT + 12_000, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 100_000);
    Ledger before = ledger(events);
    List<HourMeasured> told = before.news(AT + HOUR + 61_000);
    assertEquals(List.of("https", "*"), told.stream().map(HourMeasured::frontend).toList());
    assertEquals(2_000, told.getFirst().lostMillis());
    assertEquals(List.of(), before.news(AT + HOUR + 62_000));

    Ledger after = new Ledger(Set.of("https"));
    told.forEach(
        hour ->
            after.heard(
                new Envelope(
                    Fact.root("h" + hour.frontend(), hour),
                    "/vigie/lb-1/console",
                    new Sequence(1, 1),
                    Instant.ofEpochMilli(AT + HOUR))));
    assertEquals(new Tally(HOUR, 2_000, 0), after.hours("https", 2, AT + HOUR + 62_000).getFirst());
    events.subList(events.size() - 10, events.size()).forEach(after::heard);
    assertEquals(List.of(), after.news(AT + HOUR + 63_000), "what is known less of is not told");
  }

  @Test
  void anHourSpansTwoHoursOfTheClock() {
    reached("lb-1", AT, true, false);
    reached("lb-1", AT + HOUR - 2_000, false, false);
    reached("lb-1", AT + HOUR + 1_000, true, false);
    alive("lb-1", 1, AT, AT + HOUR + 1_800_000);
    Tally last = ledger(events).lastHour("https", AT + HOUR + 1_800_000);
    assertEquals(HOUR, last.millis());
    assertEquals(3_000, last.lostMillis());
    assertEquals(0, last.unknownMillis());
  }

  @Test
  void peopleReadItAgainstTheirGoal() {
    reached("lb-1", AT, true, false);
    reached("lb-1", AT + 100_000, false, false);
    reached("lb-1", AT + 136_000, true, false);
    alive("lb-1", 1, AT, AT + HOUR);
    long now = AT + HOUR + 3_000;
    Goal goal =
        new Goal(
            0.999,
            new Before(
                Instant.parse("2025-11-20T00:00:00Z"),
                Instant.parse("2025-11-25T00:00:00Z"),
                0.98));
    Availability availability = new Availability(ledger(events), goal);
    Availability.Summary summary = availability.summary(now);
    assertEquals(Instant.ofEpochMilli(AT), summary.since());
    Span day = summary.whole().day();
    assertEquals(0.99, day.fraction());
    assertEquals(3_600, day.seconds());
    assertEquals(36, day.lostSeconds());
    assertEquals(2_592, summary.whole().budget().allowedSeconds(), 1e-6);
    assertEquals(2_556, summary.whole().budget().leftSeconds(), 1e-6);
    List<Bucket> strip = summary.whole().strip();
    assertEquals(30, strip.size());
    assertEquals(Instant.parse("2025-11-25T00:00:00Z"), strip.getLast().from());
    Bucket imported = strip.get(28);
    assertEquals(0.98, imported.fraction());
    assertEquals(true, imported.imported());
    assertEquals(1_728, imported.lostSeconds(), 1e-6);
    assertNull(strip.get(20).fraction(), "nobody knows");
    assertEquals(0, strip.get(20).seconds());
  }
}
