package io.vigie.console.core.picture;

import io.vigie.event.NodeView;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A balancer, as it is shown. */
record Balancer(
    String name,
    String address,
    @Nullable String host,
    boolean present,
    Observes observer,
    List<Service> services) {

  /** Whether it trusts its own eyes. */
  record Observes(String state, String reason, @Nullable Instant since, List<String> lost) {}

  /** One of its services. */
  record Service(
      String service, boolean present, @Nullable Instant heardAt, @Nullable String version) {}

  static List<Balancer> all(Sight sight) {
    return sight.layout().balancers().entrySet().stream()
        .map(
            balancer -> {
              String name = balancer.getKey();
              List<Service> services = services(name, sight);
              return new Balancer(
                  name,
                  balancer.getValue().address(),
                  balancer.getValue().host(),
                  services.stream().anyMatch(Service::present),
                  observes(name, sight),
                  services);
            })
        .toList();
  }

  private static List<Service> services(String balancer, Sight sight) {
    TreeSet<String> names = new TreeSet<>(sight.layout().services());
    names.addAll(sight.signs().services(balancer));
    names.remove("cli"); // it comes and goes with its command
    return names.stream()
        .map(
            name ->
                new Service(
                    name,
                    sight.present(balancer, name),
                    sight.signs().turnedAt(balancer, name, sight.now().nanos()).orElse(null),
                    sight.signs().version(balancer, name).orElse(null)))
        .toList();
  }

  private static Observes observes(String balancer, Sight sight) {
    Optional<Said<ObserverChanged>> said = sight.of(ObserverChanged.class, balancer, balancer);
    if (!sight.present(balancer, NodeView.OBSERVER_SERVICE)) {
      return new Observes("unknown", "", null, List.of());
    }
    return said.filter(one -> one.event().state() == ObserverState.IMPAIRED)
        .map(one -> new Observes("impaired", one.event().reason(), one.since(), one.event().lost()))
        .orElseGet(() -> new Observes("clear", "", said.map(Said::since).orElse(null), List.of()));
  }

  void reasons(Sight sight, List<Reason> to) {
    if (observer.state().equals("impaired")) {
      to.add(
          Reason.warning(
              "balancer",
              name,
              "observer %s doubts itself: %s".formatted(name, observer.reason())));
    }
    if (!sight.contact().connected()) {
      return; // those elsewhere cannot be heard: that they are silent says nothing
    }
    if (!present) {
      to.add(Reason.warning("balancer", name, "balancer " + name + " is silent"));
      return;
    }
    for (Service service : services) {
      if (!service.present() && sight.layout().services().contains(service.service())) {
        to.add(
            Reason.warning(
                "balancer", name, "%s on %s is silent".formatted(service.service(), name)));
      }
    }
  }
}
