package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Stored;
import java.util.List;

/** Objects as they are sent: whole, their metadata only, or as rows of a table. */
final class Shown {

  private final Target target;
  private final Ask.Shape shape;
  private final Tables tables;

  Shown(Target target, Ask ask, long nowMillis) {
    this.target = target;
    this.shape = ask.shape();
    this.tables = new Tables(target, ask.text("includeObject"), nowMillis);
  }

  /** One object. */
  byte[] one(Stored object) {
    return switch (shape) {
      case WHOLE -> whole(object);
      case METADATA -> Json.bytes(metadata(object, "PartialObjectMetadata"));
      case TABLE -> Json.bytes(tables.of(List.of(object), listMeta(object.version())));
    };
  }

  /**
   * A list.
   *
   * @param metadata its own
   */
  Buffer list(List<Stored> objects, ObjectNode metadata) {
    if (shape == Ask.Shape.TABLE) {
      return Buffer.buffer(Json.bytes(tables.of(objects, metadata)));
    }
    boolean whole = shape == Ask.Shape.WHOLE;
    ObjectNode head =
        Json.object()
            .put("kind", whole ? target.type().kind() + "List" : "PartialObjectMetadataList")
            .put("apiVersion", whole ? target.apiVersion() : "meta.k8s.io/v1");
    head.set("metadata", metadata);
    byte[] start = Json.bytes(head);
    long length = objects.stream().mapToLong(object -> object.json().length + 1L).sum();
    Buffer list = Buffer.buffer((int) Math.min(start.length + length + 16, 1L << 30));
    list.appendBytes(start, 0, start.length - 1).appendString(",\"items\":[");
    boolean first = true;
    for (Stored object : objects) {
      if (!first) {
        list.appendByte((byte) ',');
      }
      first = false;
      list.appendBytes(whole ? whole(object) : one(object));
    }
    return list.appendString("]}\n");
  }

  /** An event of a watch. */
  Buffer event(String type, byte[] object) {
    return Buffer.buffer(object.length + 48)
        .appendString("{\"type\":\"")
        .appendString(type)
        .appendString("\",\"object\":")
        .appendBytes(object)
        .appendString("}\n");
  }

  /** How far a watch has come. */
  Buffer bookmark(long version, boolean initialEnd) {
    ObjectNode object = Json.object();
    switch (shape) {
      case WHOLE -> object.put("kind", target.type().kind()).put("apiVersion", target.apiVersion());
      case METADATA ->
          object.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
      case TABLE -> object.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    }
    ObjectNode metadata =
        object.putObject("metadata").put("resourceVersion", Long.toString(version));
    if (initialEnd) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    if (shape == Ask.Shape.TABLE) {
      object.putArray("columnDefinitions");
      object.putArray("rows");
    }
    return event("BOOKMARK", Json.bytes(object));
  }

  private byte[] whole(Stored object) {
    return object.apiVersion().equals(target.apiVersion())
        ? object.json()
        : Json.bytes(object.read().put("apiVersion", target.apiVersion()));
  }

  static ObjectNode metadata(Stored object, String kind) {
    ObjectNode part = Json.object().put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
    part.set("metadata", object.read().path("metadata"));
    return part;
  }

  /** Of a list without pages. */
  static ObjectNode listMeta(long version) {
    return Json.object().put("resourceVersion", Long.toString(version));
  }
}
