package io.vigie.vrrp.app;

import io.vigie.vrrp.codec.Oddity;
import io.vigie.vrrp.codec.Reason;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What one virtual router counts. Written by the loop thread, read by any. */
final class Tally {

  /** What is counted besides drops and oddities; the names are keepalived's where it has them. */
  enum Count {
    ADVERT_RCVD,
    ADVERT_SENT,
    ADVERT_SEND_FAILED,
    PRI_ZERO_RCVD,
    PRI_ZERO_SENT,
    BECOME_MASTER,
    RELEASE_MASTER,
    ANNOUNCED,
    ADDRESS_RESTORED,
    ADDRESS_REFUSED,
    CHECKSUM_MESSAGE_ONLY
  }

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  Tally() {
    for (Count count : Count.values()) {
      counter(name("", count));
    }
  }

  void count(Count count) {
    counter(name("", count)).increment();
  }

  void dropped(Reason reason) {
    counter(name("dropped_", reason)).increment();
  }

  void odd(Oddity oddity) {
    counter(name("odd_", oddity)).increment();
  }

  /** Every counter by its name; drops and oddities only once they have happened. */
  Map<String, Long> shown() {
    Map<String, Long> shown = new LinkedHashMap<>();
    counters.keySet().stream().sorted().forEach(name -> shown.put(name, counter(name).sum()));
    return shown;
  }

  private LongAdder counter(String name) {
    return counters.computeIfAbsent(name, _ -> new LongAdder());
  }

  private static String name(String prefix, Enum<?> one) {
    return prefix + one.name().toLowerCase(Locale.ROOT);
  }
}
