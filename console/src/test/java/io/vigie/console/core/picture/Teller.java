package io.vigie.console.core.picture;

import static java.util.Objects.requireNonNull;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.ServiceAlive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A cluster of two balancers that talks to a picture, at times of its own. */
final class Teller {

  static final Layout LAYOUT =
      new Layout(
          new TreeMap<>(Map.of("k3s-1", place("10.0.0.1"), "k3s-2", place("10.0.0.2"))),
          new TreeMap<>(Map.of("lb-1", place("10.0.1.1"), "lb-2", place("10.0.1.2"))),
          List.of("health-service", "lb-service", "vrrp-service"),
          Map.of("main", List.of("10.0.2.1/24")),
          Map.of("https", new Layout.Front(List.of(":443"), "web")),
          Map.of("web", new Layout.Servers(443, List.of("k3s-1", "k3s-2"))));

  private static Layout.Place place(String address) {
    return new Layout.Place(address, null);
  }

  final Picture picture = new Picture();
  private final Instant start = Instant.parse("2026-11-23T12:00:00Z");
  private Duration since = Duration.ZERO;
  private long number;

  Moment now() {
    return new Moment(since.toNanos(), start.plus(since));
  }

  Instant at(int seconds) {
    return start.plusSeconds(seconds);
  }

  void pass(int seconds) {
    since = since.plusSeconds(seconds);
  }

  /** Somebody says something new. */
  void says(String host, String service, Event event) {
    says(host, service, event, true);
  }

  /** It was said long ago, and is read from the log now. */
  void history(String host, String service, Event event) {
    says(host, service, event, false);
  }

  private void says(String host, String service, Event event, boolean fresh) {
    number++;
    picture.heard(
        new Envelope(
            Fact.root("id-" + number, event),
            Envelope.source(host, service),
            new Sequence(1, number),
            now().wall()),
        fresh,
        now());
  }

  /** All services of these balancers are there. */
  void alive(String... hosts) {
    for (String host : hosts) {
      for (String service : LAYOUT.services()) {
        says(host, service, new ServiceAlive(host, service, "1.0", 1_000));
      }
    }
  }

  Map<String, Object> scene() {
    return scene(Contact.GOOD);
  }

  Map<String, Object> scene(Contact contact) {
    return picture.scene(LAYOUT, contact, now()).parts();
  }

  Answer answer() {
    return (Answer) requireNonNull(scene().get("answer"));
  }

  @SuppressWarnings("unchecked")
  <T> List<T> list(String part) {
    return (List<T>) requireNonNull(scene().get(part));
  }
}
