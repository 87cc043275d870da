package io.vigie.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes the AsyncAPI 3.0 document: channels are topics, messages are types. */
final class AsyncApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BINDING = "0.4.0";

  private final Javadocs docs;

  AsyncApi(Javadocs docs) {
    this.docs = docs;
  }

  /** The whole document. */
  ObjectNode write() {
    ObjectNode api = JSON.createObjectNode();
    api.put("asyncapi", "3.0.0");
    ObjectNode info = api.putObject("info");
    info.put("title", "Vigie");
    info.put("version", "1");
    info.put(
        "description",
        "What Vigie's services tell each other: one CloudEvents 1.0 event per Kafka record.");
    info.putObject("license")
        .put("name", "Apache-2.0")
        .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
    api.put("defaultContentType", EventCodec.CONTENT_TYPE);
    ObjectNode channels = api.putObject("channels");
    ObjectNode operations = api.putObject("operations");
    for (Topic topic : Topic.values()) {
      if (types(topic).isEmpty()) {
        continue; // nothing is ever said there
      }
      channel(channels.putObject(topic.wire()), topic);
      operation(operations.putObject("send-" + topic.wire()), "send", topic);
      operation(operations.putObject("receive-" + topic.wire()), "receive", topic);
    }
    ObjectNode messages = api.putObject("components").putObject("messages");
    for (EventType type : EventType.values()) {
      message(messages.putObject(type.wire()), type);
    }
    return api;
  }

  private static List<EventType> types(Topic topic) {
    return Arrays.stream(EventType.values()).filter(type -> type.topic() == topic).toList();
  }

  private static void channel(ObjectNode channel, Topic topic) {
    channel.put("address", topic.wire());
    ObjectNode messages = channel.putObject("messages");
    for (EventType type : types(topic)) {
      messages.putObject(type.wire()).put("$ref", "#/components/messages/" + type.wire());
    }
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
    kafka.put("topic", topic.wire());
    kafka.put("partitions", Topic.PARTITIONS);
    kafka.put("replicas", Topic.REPLICATION);
    ObjectNode config = kafka.putObject("topicConfiguration");
    Map<String, String> ours = topic.config(); // the binding knows these two of them
    config.putArray("cleanup.policy").add(ours.get("cleanup.policy"));
    String retention = ours.get("retention.ms");
    if (retention != null) {
      config.put("retention.ms", Long.parseLong(retention));
    }
    kafka.put("bindingVersion", BINDING);
  }

  private static void operation(ObjectNode operation, String action, Topic topic) {
    operation.put("action", action);
    operation.putObject("channel").put("$ref", "#/channels/" + topic.wire());
    for (EventType type : types(topic)) {
      operation
          .withArray("messages")
          .addObject()
          .put("$ref", "#/channels/" + topic.wire() + "/messages/" + type.wire());
    }
  }

  private void message(ObjectNode message, EventType type) {
    message.put("name", type.wire());
    message.put("title", type.record().getSimpleName());
    message.put("description", docs.of(type.record()));
    message.put("contentType", EventCodec.CONTENT_TYPE);
    message.putObject("correlationId").put("location", "$message.payload#/correlationid");
    message.putObject("payload").put("$ref", "schemas/" + type.wire() + ".json");
    ObjectNode kafka = message.putObject("bindings").putObject("kafka");
    kafka
        .putObject("key")
        .put("type", "string")
        .put("description", "HOST/SUBJECT#" + type.family());
    kafka.put("bindingVersion", BINDING);
  }
}
