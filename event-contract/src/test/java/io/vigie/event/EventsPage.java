package io.vigie.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.Shape.Field;
import io.vigie.event.Shape.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/events.md}: every topic, every event, every field, one example each. */
final class EventsPage {

  private final Javadocs docs;
  private final StringBuilder page = new StringBuilder();
  private @Nullable Class<?> lastPart;

  private EventsPage(Javadocs docs) {
    this.docs = docs;
  }

  /** The whole page. */
  static String write(Javadocs docs) {
    EventsPage writer = new EventsPage(docs);
    writer.introduction();
    writer.topics();
    for (EventType type : EventType.values()) {
      writer.event(type);
    }
    writer.results();
    return writer.page.toString().stripTrailing() + "\n";
  }

  private void introduction() {
    line("# Events");
    line("");
    line("<!-- Generated from the records of event-contract. " + DocsTest.HOW + " -->");
    line("");
    line(
        """
        Every fact is one CloudEvents 1.0 event in structured JSON, one line per Kafka record, with the header
        `content-type: %s`. The same bytes travel over the local link
        (`GET /v1/events` of each service's management port). A JSON Schema per type is in `schemas/`, an AsyncAPI 3
        document in `asyncapi.yaml`.

        The last event of a key is the state of that key: each event carries all of it. A new optional field keeps
        the version of a type, a new meaning makes the next one. Whole numbers are never negative; `…Millis` are
        milliseconds, measured on one machine's monotonic clock.\
        """
            .formatted(EventCodec.CONTENT_TYPE));
    line("");
    line("## Envelope");
    line("");
    line("| attribute | meaning |");
    line("|---|---|");
    row("`specversion`", "`1.0`");
    row("`id`", docs.of(Fact.class, "id"));
    row("`source`", docs.of(Envelope.class, "source"));
    row("`type`", "what happened: one of the types below");
    row("`subject`", "what it is about, such as `k3s-1/traefik`");
    row("`time`", docs.of(Envelope.class, "time"));
    row("`datacontenttype`", "`application/json`");
    row("`sequence`", docs.of(Envelope.class, "sequence") + ": life and number, strictly rising");
    row("`causationid`", docs.of(Fact.class, "causationId"));
    row("`correlationid`", docs.of(Fact.class, "correlationId"));
    row("`data`", "the fields below");
    row("`data.because`", "ids of up to " + Fact.MOST_BECAUSE + " other causes; absent if none");
    line("");
  }

  private void topics() {
    line("## Topics");
    line("");
    line(
        "Each has "
            + Topic.PARTITIONS
            + " partition, so that its order is total, and "
            + Topic.REPLICATION
            + " replicas where there are as many brokers. The Kafka key is `HOST/SUBJECT#FAMILY`.");
    line("");
    line("| topic | events | configuration |");
    line("|---|---|---|");
    for (Topic topic : Topic.values()) {
      String events =
          Arrays.stream(EventType.values())
              .filter(type -> type.topic() == topic)
              .map(type -> "[`" + brief(type) + "`](#" + anchor(type) + ")")
              .collect(Collectors.joining(", "));
      String config =
          topic.config().entrySet().stream()
              .map(entry -> "`" + entry.getKey() + "=" + entry.getValue() + "`")
              .collect(Collectors.joining(" "));
      line("| `" + topic.wire() + "` | " + events + " | " + config + " |");
    }
    line("");
  }

  private void event(EventType type) {
    Shape shape = EventCodec.shapeOf(type);
    line("## " + type.wire());
    line("");
    line(docs.of(type.record()));
    line("");
    line(
        "Topic `"
            + type.topic().wire()
            + "`, key `HOST/"
            + Samples.of(type).event().subject()
            + "#"
            + type.family()
            + "`, schema [`"
            + type.wire()
            + ".json`](schemas/"
            + type.wire()
            + ".json).");
    line("");
    fields(shape);
    for (Field field : shape.fields()) {
      if (field.kind() instanceof Kind.OneOf(Class<?> of, List<String> names)
          && of.isMemberClass()) {
        constants("`" + field.name() + "` ", of, names);
      }
    }
    line("```json");
    line(example(type));
    line("```");
    line("");
  }

  private void fields(Shape shape) {
    line("| field | type | meaning |");
    line("|---|---|---|");
    for (Field field : shape.fields()) {
      row(
          "`" + field.name() + "`",
          kind(field.kind()) + (field.required() ? "" : ", optional"),
          docs.of(shape.record(), field.name()));
    }
    line("");
    for (Field field : shape.fields()) {
      Shape part = part(field.kind());
      if (part != null && part.record() != lastPart) {
        lastPart = part.record();
        line("Each " + noun(part) + ": " + docs.of(part.record()));
        line("");
        fields(part);
      }
    }
  }

  private void constants(String before, Class<?> type, List<String> names) {
    Object[] constants = Objects.requireNonNull(type.getEnumConstants());
    boolean any = false;
    for (int i = 0; i < constants.length; i++) {
      String text = docs.ofConstant((Enum<?>) constants[i]);
      if (text != null) {
        any = true;
        line("- " + before + "`" + names.get(i) + "`: " + text);
      }
    }
    if (any) {
      line("");
    }
  }

  /** The enum that several events share. */
  private void results() {
    line("## CheckResult");
    line("");
    line(docs.of(CheckResult.class));
    line("");
    constants("", CheckResult.class, Arrays.stream(CheckResult.values()).map(Enum::name).toList());
  }

  private static @Nullable Shape part(Kind kind) {
    return switch (kind) {
      case Kind.Part(Shape shape) -> shape;
      case Kind.Named(Kind each) -> part(each);
      case Kind.Many(Kind each, _) -> part(each);
      default -> null;
    };
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case Kind.Text() -> "text";
      case Kind.Moment() -> "RFC 3339 instant";
      case Kind.Truth() -> "true or false";
      case Kind.Whole(long least, _) when least == Long.MIN_VALUE -> "whole number, any";
      case Kind.Whole(long least, long most) when most >= Integer.MAX_VALUE ->
          "whole number" + (least == 0 ? "" : ", at least " + least);
      case Kind.Whole(long least, long most) -> "whole number, " + least + " to " + most;
      case Kind.OneOf(Class<?> type, _) when !type.isMemberClass() ->
          "[`"
              + type.getSimpleName()
              + "`](#"
              + type.getSimpleName().toLowerCase(Locale.ROOT)
              + ")";
      case Kind.OneOf(_, List<String> names) ->
          names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
      case Kind.Many(Kind each, int items) ->
          (items < 0 ? "list of " : "list of " + items + ": ") + kind(each);
      case Kind.Named(Kind each) -> "object: name to " + kind(each);
      case Kind.Part(Shape shape) -> noun(shape);
    };
  }

  private static String noun(Shape part) {
    return "`" + part.record().getSimpleName() + "`";
  }

  private static String example(EventType type) {
    try {
      return PrettyJson.of(new ObjectMapper().readTree(EventCodec.encode(Samples.of(type))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String brief(EventType type) {
    return type.wire().substring(EventType.PREFIX.length());
  }

  private static String anchor(EventType type) {
    return type.wire().replace(".", "");
  }

  private void row(String... cells) {
    line(
        Arrays.stream(cells)
            .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
