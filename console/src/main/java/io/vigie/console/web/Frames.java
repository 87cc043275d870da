package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;

/** Messages of an event stream (HTML standard, §9.2 server-sent events). */
final class Frames {

  private Frames() {}

  /** A message; its data is JSON on one line. */
  static Buffer of(String name, Buffer json) {
    return Buffer.buffer("event: " + name + "\ndata: ").appendBuffer(json).appendString("\n\n");
  }

  /** A message that a stream can go on after. */
  static void append(Buffer to, String position, Entry entry) {
    to.appendString("id: " + position + "\nevent: " + entry.name() + "\ndata: ")
        .appendBuffer(entry.json())
        .appendString("\n\n");
  }
}
