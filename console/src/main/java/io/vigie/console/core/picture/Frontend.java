package io.vigie.console.core.picture;

import io.vigie.event.FrontendChanged;
import io.vigie.event.Wire;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frontend, as it is shown. */
record Frontend(
    String name,
    List<String> listen,
    @Nullable String pool,
    Reached reached,
    @Nullable Instant since,
    List<Probe> observers,
    @Nullable Traffic traffic) {

  /** Whether clients get through, after all observers that count have been heard. */
  enum Reached implements Wire {
    YES,
    NO,
    DISPUTED,
    UNKNOWN
  }

  /** What an observer finds. */
  record Probe(
      String observer,
      String address,
      boolean reached,
      String result,
      String detail,
      Instant since,
      boolean counts) {}

  static List<Frontend> all(Sight sight, Traffic.Flows flows) {
    return sight.layout().frontends().entrySet().stream()
        .map(
            front -> {
              List<Probe> probes = probes(front.getKey(), sight);
              List<Probe> counted = probes.stream().filter(Probe::counts).toList();
              return new Frontend(
                  front.getKey(),
                  front.getValue().listen(),
                  front.getValue().pool(),
                  reached(counted),
                  counted.stream().map(Probe::since).max(Comparator.naturalOrder()).orElse(null),
                  probes,
                  flows.frontend(front.getKey()));
            })
        .toList();
  }

  private static List<Probe> probes(String frontend, Sight sight) {
    return sight.on(FrontendChanged.class, frontend).stream()
        .map(
            said ->
                new Probe(
                    said.by(),
                    said.event().address(),
                    said.event().reached(),
                    said.event().result().name(),
                    said.event().detail(),
                    said.since(),
                    !said.event().impaired() && sight.counts(said.by())))
        .toList();
  }

  private static Reached reached(List<Probe> counted) {
    if (counted.isEmpty()) {
      return Reached.UNKNOWN;
    }
    long yes = counted.stream().filter(Probe::reached).count();
    if (yes == counted.size()) {
      return Reached.YES;
    }
    return yes == 0 ? Reached.NO : Reached.DISPUTED;
  }

  void reasons(List<Reason> to) {
    switch (reached) {
      case YES -> {}
      case NO -> to.add(Reason.bad("frontend", name, "frontend " + name + " is not reached"));
      case DISPUTED ->
          to.add(
              Reason.warning(
                  "frontend",
                  name,
                  "frontend %s is not reached by %s"
                      .formatted(
                          name,
                          String.join(
                              " and ",
                              observers.stream()
                                  .filter(probe -> probe.counts() && !probe.reached())
                                  .map(Probe::observer)
                                  .toList()))));
      case UNKNOWN ->
          to.add(
              Reason.warning(
                  "frontend", name, "nobody says whether frontend " + name + " is reached"));
    }
  }
}
