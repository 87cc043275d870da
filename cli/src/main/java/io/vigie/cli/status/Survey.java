package io.vigie.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Failure;
import io.vigie.cli.Json;
import io.vigie.cli.Services;
import io.vigie.cli.log.TopicReader;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.manage.Management.Reply.Silent;
import io.vigie.cli.status.Report.ServiceLine;
import io.vigie.cli.story.Picture;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.ServiceAlive;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Asks everybody within reach: this machine's services, and the log for all others. */
final class Survey {

  private static final Duration PRESENT = Duration.ofSeconds(6);
  private static final Duration FOLD_LIMIT = Duration.ofSeconds(20);
  private static final Duration WAIT = Duration.ofMillis(100);

  private final VigieConfig config;
  private final Picture picture = new Picture();
  private final List<String> gaps = new ArrayList<>();

  /** By {@code host/service}. */
  private final Map<String, ServiceLine> services = new TreeMap<>();

  /** What this machine's vrrp-service says of each VIP. */
  private JsonNode vips = Json.none();

  private Survey(VigieConfig config) {
    this.config = config;
  }

  /** Asks; takes some seconds at most where somebody is silent. */
  static Survey make(VigieConfig config) {
    Survey survey = new Survey(config);
    survey.expectAll();
    survey.askHere();
    survey.askLog();
    survey.services.forEach(
        (name, service) -> {
          if (service.state().equals("silent")) {
            survey.gaps.add(name + " is silent");
          }
        });
    return survey;
  }

  Picture picture() {
    return picture;
  }

  JsonNode vips() {
    return vips;
  }

  List<String> gaps() {
    return List.copyOf(gaps);
  }

  List<ServiceLine> services() {
    return List.copyOf(services.values());
  }

  /** Whether nobody by this name has said anything just now. */
  boolean isStale(String host, String service) {
    ServiceLine line = services.get(host + "/" + service);
    return line == null || line.state().equals("silent");
  }

  /** Nobody needs a console: where there is none, none is missing. */
  private void expectAll() {
    for (String host : config.balancers().keySet()) {
      for (ServiceName service : Services.wantedBy(config)) {
        if (service != ServiceName.CONSOLE) {
          put(new ServiceLine(host, service.wire(), "silent", List.of()));
        }
      }
    }
  }

  private void put(ServiceLine line) {
    services.put(line.host() + "/" + line.service(), line);
  }

  /** A service says itself which host it is of. */
  private void askHere() {
    try (Management management = new Management(config.management())) {
      for (ServiceName service : Services.wantedBy(config)) {
        if (management.get(service, "/v1/state") instanceof Answered(int status, JsonNode state)
            && status == 200) {
          String host = state.path("host").asText();
          put(ready(host, service, management));
          if (service == ServiceName.VRRP) {
            vips = state.path("state").path("vips");
          }
          management.base(service).ifPresent(this::readLink);
        }
      }
    }
  }

  private static ServiceLine ready(String host, ServiceName service, Management management) {
    return switch (management.get(service, "/ready")) {
      case Answered(int status, JsonNode body) -> {
        List<String> remarks = new ArrayList<>();
        body.path("reasons").forEach(reason -> remarks.add(reason.asText()));
        body.path("warnings").forEach(warning -> remarks.add(warning.asText()));
        yield new ServiceLine(host, service.wire(), status == 200 ? "ready" : "not-ready", remarks);
      }
      case Silent(String why) -> new ServiceLine(host, service.wire(), "silent", List.of(why));
    };
  }

  private void readLink(URI base) {
    Snapshot snapshot = Snapshot.of(base);
    snapshot.events().forEach(this::take);
    if (!snapshot.gap().isEmpty()) {
      gaps.add(snapshot.gap());
    }
  }

  private void take(Envelope envelope) {
    picture.take(envelope);
  }

  private void askLog() {
    Instant now = Instant.now();
    try (TopicReader reader =
        TopicReader.open(
            config.kafka(), EnumSet.of(Topic.HEALTH, Topic.LB, Topic.VRRP, Topic.PRESENCE))) {
      reader.seekToStart();
      reader.seekTo(Topic.PRESENCE, now.minus(PRESENT));
      while (!reader.isRead()) {
        if (Duration.between(now, Instant.now()).compareTo(FOLD_LIMIT) > 0) {
          gaps.add("Kafka: not read to the end within " + FOLD_LIMIT.toSeconds() + " s");
          return;
        }
        reader.poll(WAIT).values().forEach(records -> records.forEach(r -> fold(r, now)));
      }
    } catch (Failure | KafkaException e) {
      gaps.add(String.valueOf(e.getMessage()));
    }
  }

  private void fold(ConsumerRecord<byte[], byte[]> record, Instant now) {
    byte[] value = record.value();
    if (value == null || !(EventCodec.decode(value) instanceof Known(var envelope))) {
      return;
    }
    if (envelope.event() instanceof ServiceAlive alive) {
      ServiceLine known = services.get(alive.subject());
      if (!envelope.time().isBefore(now.minus(PRESENT))
          && (known == null || known.state().equals("silent"))) {
        put(new ServiceLine(alive.host(), alive.service(), "present", List.of()));
      }
    } else {
      take(envelope);
    }
  }
}
