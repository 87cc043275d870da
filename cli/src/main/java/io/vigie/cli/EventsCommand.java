package io.vigie.cli;

import io.vigie.cli.log.Merge;
import io.vigie.cli.log.TopicReader;
import io.vigie.cli.story.CausalOrder;
import io.vigie.cli.story.Story;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Rejected;
import io.vigie.event.Envelope;
import io.vigie.event.EventType;
import io.vigie.event.Topic;
import io.vigie.kit.config.VigieConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what happened, from the log in Kafka. */
@Command(name = "events", description = "Shows what happened, from the log in Kafka.")
final class EventsCommand implements Callable<Integer> {

  /** Comes all the time, or says what others say: shown only if asked for by type. */
  private static final Set<EventType> CHATTER =
      EnumSet.of(
          EventType.SERVICE_ALIVE,
          EventType.TRAFFIC_SAMPLED,
          EventType.INCIDENT_UPDATED,
          EventType.HOUR_MEASURED);

  /** How long an effect waits for its cause, which comes through another topic. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description = "How far back to begin, such as 90s, 1h, 30d (default: ${DEFAULT-VALUE}).")
  private String since = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only this type: node-changed, health.node-changed.v1 or the whole name.")
  private @Nullable String type;

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      description = "Only about this node, check, pool, server (pool/node) or frontend.")
  private @Nullable String subject;

  @Option(names = "--json", description = "One CloudEvents object a line, as it is in Kafka.")
  private boolean json;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    Set<EventType> types = types();
    Instant from = Instant.now().minus(Span.parse("--since", since));
    Set<Topic> topics = types.stream().map(EventType::topic).collect(Collectors.toSet());
    VigieConfig config = option.load(terminal);
    try (TopicReader reader = TopicReader.open(config.kafka(), topics)) {
      reader.seekTo(from);
      Merge merge = new Merge(reader);
      Teller teller = new Teller(terminal, types, config.balancers().keySet());
      merge.history(teller::take);
      teller.rest();
      if (follow) {
        merge.follow(teller::take, teller::rest);
      }
      return Exit.DONE;
    } catch (KafkaException e) {
      throw Failure.unknown("Kafka went away: " + e.getMessage());
    }
  }

  /** Writes events down, causes before effects. */
  private final class Teller {
    private final Terminal terminal;
    private final Set<EventType> types;
    private final Story story;
    private final CausalOrder order = new CausalOrder(PATIENCE);

    Teller(Terminal terminal, Set<EventType> types, Set<String> hosts) {
      this.terminal = terminal;
      this.types = types;
      this.story = new Story(terminal, ZoneId.systemDefault(), hosts);
    }

    void take(Merge.Item item) {
      switch (item.decoded()) {
        case Known(Envelope envelope) -> {
          if (!types.contains(envelope.type()) || !isAbout(envelope.event().subject())) {
            return;
          }
          if (json) {
            terminal.say(new String(item.bytes(), StandardCharsets.UTF_8));
          } else {
            tell(order.take(envelope, item.time()));
          }
        }
        case Rejected(var reason, String detail) ->
            terminal.note("skipped a record: " + reason + ": " + detail);
      }
    }

    /** Nothing more for now; whether anybody still listens. */
    boolean rest() {
      tell(order.due(Instant.now()));
      return !terminal.out().checkError();
    }

    private void tell(List<Envelope> events) {
      events.forEach(event -> terminal.say(story.line(event)));
    }
  }

  private boolean isAbout(String name) {
    return subject == null
        || name.equals(subject)
        || Arrays.asList(name.split("/")).contains(subject);
  }

  private Set<EventType> types() {
    if (type == null) {
      return EnumSet.complementOf(EnumSet.copyOf(CHATTER));
    }
    String wanted = type;
    Set<EventType> fitting = EventType.called(wanted);
    if (fitting.isEmpty()) {
      throw Failure.usage(
          "--type "
              + wanted
              + ": no such type; there are "
              + Arrays.stream(EventType.values())
                  .map(EventType::wire)
                  .collect(Collectors.joining(", ")));
    }
    return fitting;
  }
}
