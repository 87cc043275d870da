package io.vigie.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.manage.LinkReader;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.story.CausalOrder;
import io.vigie.event.Envelope;
import io.vigie.event.EventType;
import io.vigie.kit.config.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Carries what the services say to the view, over their local links: so it is seen whether Kafka is
 * there or not. Events from before the watch began are known, not told.
 */
final class Watch implements AutoCloseable {

  private static final Set<EventType> CHATTER =
      EnumSet.of(
          EventType.SERVICE_ALIVE,
          EventType.TRAFFIC_SAMPLED,
          EventType.INCIDENT_UPDATED,
          EventType.HOUR_MEASURED);
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int TICK_MILLIS = 50;
  private static final int SESSIONS_MILLIS = 1_000;
  private static final int RECONNECT_MILLIS = 200;

  private final LiveView view;
  private final List<Management> machines;
  private final CausalOrder order = new CausalOrder(PATIENCE);
  private final Instant begin = Instant.now();
  private final ScheduledExecutorService threads;

  private Watch(LiveView view, List<Management> machines, int services) {
    this.view = view;
    this.machines = machines;
    this.threads =
        Executors.newScheduledThreadPool(
            1 + machines.size() * services, Thread.ofPlatform().daemon().factory());
  }

  /** Watches these services of each machine until it is closed, when it closes the machines. */
  static Watch open(LiveView view, List<Management> machines, List<ServiceName> services) {
    Watch watch = new Watch(view, machines, services.size());
    for (Management machine : machines) {
      for (ServiceName service : services) {
        machine
            .base(service)
            .ifPresent(base -> watch.every(RECONNECT_MILLIS, () -> watch.read(base)));
      }
    }
    watch.every(TICK_MILLIS, () -> watch.give(Optional.empty()));
    watch.every(SESSIONS_MILLIS, watch::countSessions);
    return watch;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    machines.forEach(Management::close);
  }

  private void every(int millis, Runnable work) {
    var _ = threads.scheduleWithFixedDelay(work, 0, millis, TimeUnit.MILLISECONDS);
  }

  private void read(URI base) {
    try {
      LinkReader.read(
          base,
          event -> {
            event.filter(e -> !CHATTER.contains(e.type())).ifPresent(e -> give(Optional.of(e)));
            return !threads.isShutdown();
          });
    } catch (IOException e) {
      return; // the service ends, or starts: tried again as long as we watch
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void give(Optional<Envelope> event) {
    Instant now = Instant.now();
    if (event.isPresent() && event.get().time().isBefore(begin)) {
      view.known(event.get());
      return;
    }
    List<Envelope> due = event.map(e -> order.take(e, now)).orElseGet(() -> order.due(now));
    due.forEach(view::tell);
  }

  private void countSessions() {
    Map<String, Long> sessions = new LinkedHashMap<>();
    for (Management machine : machines) {
      if (machine.get(ServiceName.LB, "/v1/state") instanceof Answered(int status, JsonNode body)
          && status == 200) {
        for (JsonNode pool : body.path("state").path("balancing").path("pools")) {
          sessions.merge(pool.path("name").asText(), pool.path("sessions").asLong(), Long::sum);
        }
      }
    }
    if (!sessions.isEmpty()) {
      view.sessions(sessions);
    }
  }
}
