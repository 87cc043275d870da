package io.vigie.console.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.vertx.core.buffer.Buffer;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.EventType;
import io.vigie.event.Tone;
import io.vigie.event.words.Words;
import io.vigie.kit.manage.ApiJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One thing that happened, as it is sent to pages: written once, however many look.
 *
 * @param name the kind of message in the stream: {@code event} or {@code incident}
 * @param type its type
 * @param subject what it is about
 * @param correlation the root of its chain
 * @param json what is sent
 */
record Entry(String name, EventType type, String subject, String correlation, Buffer json) {

  private static final String EVENT = "event";

  /** An event at this position. */
  static Entry of(Envelope envelope, String position) {
    Words words = Words.of(envelope.event());
    String event = new String(EventCodec.encode(envelope), StandardCharsets.UTF_8);
    return new Entry(
        EVENT,
        envelope.type(),
        envelope.event().subject(),
        envelope.fact().correlationId(),
        Buffer.buffer(ApiJson.bytes(new Shown(position, words.tone(), words.text(), event))));
  }

  /** Whether it is an event, rather than news of an incident. */
  boolean isEvent() {
    return name.equals(EVENT);
  }

  /** Whether it is about this: the whole subject, or a part between slashes. */
  boolean isAbout(String name) {
    return subject.equals(name) || Arrays.asList(subject.split("/", -1)).contains(name);
  }

  private record Shown(String position, Tone tone, String text, @JsonRawValue String event) {}
}
