package io.vigie.console.core.incident;

import io.vigie.console.core.incident.Telling.Beat;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.Incident.Delays;
import io.vigie.event.NodeChanged;
import io.vigie.event.VipMoved;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A story in a few sentences, as a person would write them.
 *
 * @param wholeMillis how long it took; null while it goes on
 */
record Summary(
    Plot plot,
    Instant opened,
    @Nullable Long wholeMillis,
    Delays delays,
    @Nullable Long lostMillis,
    long failures,
    List<Beat> beats) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("d MMMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  String text() {
    List<String> sentences = new ArrayList<>();
    sentences.add(beginning());
    add(sentences, noticed());
    add(sentences, vip());
    add(sentences, volumes());
    add(sentences, databases());
    sentences.add(clients());
    return String.join(" ", sentences);
  }

  private static void add(List<String> sentences, String sentence) {
    if (!sentence.isEmpty()) {
      sentences.add(sentence);
    }
  }

  private String beginning() {
    String subject = plot.subject();
    String start = subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1);
    boolean several = plot.names().size() > 1;
    String times = plot.flaps() == 0 ? "" : ", " + (plot.flaps() + 1) + " times in all";
    String since = CLOCK.format(opened) + " UTC";
    String complaint = plot.trouble().complaint();
    return wholeMillis == null
        ? "%s %s %s since %s%s.".formatted(start, several ? "are" : "is", complaint, since, times)
        : "%s %s %s from %s%s; all was whole again after %s."
            .formatted(start, several ? "were" : "was", complaint, since, times, span(wholeMillis));
  }

  private String noticed() {
    Long seen = delays.detectionMillis();
    Long out = delays.backendOutMillis();
    String who =
        beats.stream()
            .filter(beat -> beat.envelope().event() instanceof NodeChanged)
            .map(beat -> beat.envelope().host())
            .findFirst()
            .orElse("");
    if (seen != null) {
      String noticed = who + " noticed " + (seen == 0 ? "at once" : "after " + span(seen));
      return out == null
          ? noticed + "."
          : noticed + ", and it was out of the pools after " + span(out) + ".";
    }
    return out == null ? "" : "A server was out of the pools after " + span(out) + ".";
  }

  private String vip() {
    for (int i = beats.size() - 1; i >= 0; i--) {
      if (beats.get(i).envelope().event() instanceof VipMoved moved) {
        String gap =
            delays.vipGapMillis() == null
                ? ""
                : "; nobody held it for " + span(delays.vipGapMillis()) + " at most";
        return "VIP %s went to %s%s.".formatted(moved.vip(), moved.to(), gap);
      }
    }
    return "";
  }

  private String volumes() {
    int count = plot.count(Trouble.VOLUME_HURT);
    if (count == 0) {
      return "";
    }
    String many = count == 1 ? "1 volume was" : count + " volumes were";
    return delays.rebuiltMillis() == null
        ? many + " short of a replica."
        : many + " short of a replica, until " + span(delays.rebuiltMillis()) + " after it began.";
  }

  private String databases() {
    FailoverChanged last = null;
    for (Beat beat : beats) {
      if (beat.envelope().event() instanceof FailoverChanged change
          && change.kind() == FailoverKind.FAILOVER) {
        last = change;
      }
    }
    if (last == null) {
      return plot.count(Trouble.DATABASE_HURT) == 0 ? "" : "A database was short of an instance.";
    }
    String to = last.to();
    String how =
        last.stage() == FailoverStage.REFUSED || last.stage() == FailoverStage.ABANDONED
            ? " did not fail over"
            : to == null ? " is failing over" : " failed over to " + to;
    String writable =
        delays.writableMillis() == null
            ? ""
            : ", could be written to again after " + span(delays.writableMillis());
    String redundant =
        delays.redundantMillis() == null
            ? ""
            : ", and had all its instances " + span(delays.redundantMillis()) + " after it began";
    return "Database " + last.cluster() + how + writable + redundant + ".";
  }

  private String clients() {
    String failed =
        failures == 0
            ? ""
            : failures + (failures == 1 ? " connection failed" : " connections failed");
    if (lostMillis != null && lostMillis > 0) {
      return "Clients did not get through for "
          + span(lostMillis)
          + (failed.isEmpty() ? "." : "; " + failed + ".");
    }
    return failed.isEmpty() ? "Clients lost nothing that was seen." : "Of clients, " + failed + ".";
  }

  /** A time for people: two units at most. */
  static String span(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return "%d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
    }
    long seconds = millis / 1_000;
    if (seconds < 3_600) {
      return "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
    long minutes = seconds / 60;
    return minutes < 1_440
        ? "%d h %d min".formatted(minutes / 60, minutes % 60)
        : "%d d %d h".formatted(minutes / 1_440, minutes / 60 % 24);
  }
}
