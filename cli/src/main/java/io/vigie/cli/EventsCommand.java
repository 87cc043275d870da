package io.vigie.cli;

import io.vigie.cli.log.Merge;
import io.vigie.cli.log.TopicReader;
import io.vigie.cli.story.Story;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Rejected;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.EventType;
import io.vigie.event.Topic;
import java.nio.charset.StandardCharsets;
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

  /** Every 2 s or 10 s: shown only if asked for by type. */
  private static final Set<EventType> CHATTER =
      EnumSet.of(EventType.SERVICE_ALIVE, EventType.TRAFFIC_SAMPLED);

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
    Story story = new Story(terminal, ZoneId.systemDefault());
    try (TopicReader reader = TopicReader.open(option.load(terminal).kafka(), topics)) {
      reader.seekTo(from);
      Merge merge = new Merge(reader);
      merge.history(value -> show(value, types, story, terminal));
      if (follow) {
        merge.follow(
            value -> show(value, types, story, terminal), () -> !terminal.out().checkError());
      }
      return Exit.DONE;
    } catch (KafkaException e) {
      throw Failure.unknown("Kafka went away: " + e.getMessage());
    }
  }

  private void show(byte[] value, Set<EventType> types, Story story, Terminal terminal) {
    switch (EventCodec.decode(value)) {
      case Known(Envelope envelope) -> {
        if (types.contains(envelope.type()) && isAbout(envelope.event().subject())) {
          terminal.say(json ? new String(value, StandardCharsets.UTF_8) : story.line(envelope));
        }
      }
      case Rejected(var reason, String detail) ->
          terminal.note("skipped a record: " + reason + ": " + detail);
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
    List<EventType> fitting =
        Arrays.stream(EventType.values())
            .filter(known -> ("." + known.wire()).matches(".*\\." + quote(wanted) + "(\\.v\\d+)?"))
            .toList();
    if (fitting.isEmpty()) {
      throw Failure.usage(
          "--type "
              + wanted
              + ": no such type; there are "
              + Arrays.stream(EventType.values())
                  .map(EventType::wire)
                  .collect(Collectors.joining(", ")));
    }
    return EnumSet.copyOf(fitting);
  }

  private static String quote(String text) {
    return java.util.regex.Pattern.quote(text);
  }
}
