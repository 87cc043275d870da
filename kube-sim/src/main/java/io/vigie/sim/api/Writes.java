package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Patch;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.cluster.Unknown;
import io.vigie.sim.cluster.Written;
import io.vigie.sim.cluster.Yaml;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Listing;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.Objects.Deletion;
import io.vigie.sim.store.Outcome;
import io.vigie.sim.store.Part;
import io.vigie.sim.store.Query;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** POST, PUT, PATCH and DELETE. */
final class Writes {

  private final Cluster cluster;
  private final InstantSource clock;

  Writes(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  Reply create(Target target, Ask ask) {
    return body(ask) instanceof ObjectNode object
        ? written(target, ask, cluster.create(target, object, unknown(ask)))
        : unreadable(ask);
  }

  Reply replace(Target target, Ask ask, Part part) {
    return body(ask) instanceof ObjectNode object
        ? written(target, ask, cluster.replace(target, object, part, unknown(ask)))
        : unreadable(ask);
  }

  Reply patch(Target target, Ask ask, Part part) {
    JsonNode body = body(ask);
    if (body == null) {
      return unreadable(ask);
    }
    Patch patch =
        switch (bare(ask.type())) {
          case "application/merge-patch+json" -> new Patch.Merge(body);
          case "application/json-patch+json" -> new Patch.Steps(body);
          case "application/strategic-merge-patch+json" -> new Patch.Strategic(body);
          case "application/apply-patch+yaml", "application/apply-patch+json" ->
              new Patch.Apply(body);
          default -> null;
        };
    if (patch == null) {
      return Reply.refused(
          Refusal.plain(
              415,
              "UnsupportedMediaType",
              "the body of the request was in an unknown format - accepted media types include:"
                  + " application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json, application/apply-patch+yaml"));
    }
    return written(target, ask, cluster.patch(target, patch, part, unknown(ask)));
  }

  Reply delete(Target target, Ask ask) {
    Written written = cluster.delete(target, deletion(ask));
    return switch (written.outcome()) {
      case Outcome.Refused(Refusal why) -> Reply.refused(why);
      case Outcome.Done(Stored object, boolean still) when still -> shown(target, ask, 200, object);
      case Outcome.Done(Stored object, _) -> Reply.json(200, Statuses.gone(object));
    };
  }

  Reply deleteAll(Target target, Ask ask) {
    return switch (Filter.of(target, ask)) {
      case Filter.Bad(Refusal why) -> Reply.refused(why);
      case Filter.Good(Predicate<Stored> fits) -> deleteAll(target, ask, fits);
    };
  }

  /** Eviction: a deletion that the disruption budgets allow. */
  Reply evict(Target pod, Ask ask) {
    Stored object = cluster.store().get(pod.key());
    if (object == null) {
      return Reply.refused(Refusal.notFound(pod.type().resource(), pod.name()));
    }
    String budget = Budgets.forbidding(cluster.store(), object);
    if (!budget.isEmpty()) {
      return Reply.refused(
          new Refusal(
              429,
              "TooManyRequests",
              "Cannot evict pod as it would violate the pod's disruption budget.",
              new io.vigie.sim.store.Resource("", ""),
              "",
              List.of(
                  new Refusal.Cause(
                      "DisruptionBudget",
                      "The disruption budget " + budget + " allows no disruption now",
                      ""))));
    }
    cluster.delete(pod, new Deletion("", "", true));
    return Reply.json(201, Statuses.success());
  }

  private Reply deleteAll(Target target, Ask ask, Predicate<Stored> fits) {
    Query query = new Query(target.type().resource(), target.namespace(), fits, 0, null);
    List<Stored> gone = new ArrayList<>();
    if (cluster.store().list(query) instanceof Listing.Page page) {
      for (Stored object : page.items()) {
        ObjectKey key = object.key();
        Target one = new Target(target.type(), target.version(), key.namespace(), key.name());
        if (cluster.delete(one, deletion(ask)).outcome() instanceof Outcome.Done done) {
          gone.add(done.object());
        }
      }
    }
    Shown shown = new Shown(target, ask, clock.millis());
    return Reply.json(200, shown.list(gone, Shown.listMeta(cluster.store().version())));
  }

  private Reply written(Target target, Ask ask, Written written) {
    return switch (written.outcome()) {
      case Outcome.Refused(Refusal why) -> Reply.refused(why).warning(written.warnings());
      case Outcome.Done(Stored object, _) ->
          shown(target, ask, written.created() ? 201 : 200, object).warning(written.warnings());
    };
  }

  private Reply shown(Target target, Ask ask, int code, Stored object) {
    Shown shown = new Shown(target, ask, clock.millis());
    return Reply.json(code, Buffer.buffer(shown.one(object)));
  }

  /** Whether nothing is to be done in truth: said in the query, or in the options of a deletion. */
  static boolean isTry(String part, Ask ask) {
    if (ask.query().contains("dryRun")) {
      return true;
    }
    boolean eviction = part.equals("eviction");
    JsonNode body = eviction || ask.method().name().equals("DELETE") ? body(ask) : null;
    JsonNode options = body == null ? Json.object() : body;
    return !(eviction ? options.path("deleteOptions") : options).path("dryRun").isEmpty();
  }

  private static Deletion deletion(Ask ask) {
    JsonNode options = body(ask);
    JsonNode given = options == null ? Json.object() : options;
    JsonNode conditions = given.path("preconditions");
    String grace = given.path("gracePeriodSeconds").asText(ask.text("gracePeriodSeconds"));
    return new Deletion(
        conditions.path("uid").asText(),
        conditions.path("resourceVersion").asText(),
        !grace.equals("0"));
  }

  private static Unknown unknown(Ask ask) {
    return Unknown.of(ask.text("fieldValidation"));
  }

  /** The body, null if it cannot be read. */
  private static @Nullable JsonNode body(Ask ask) {
    byte[] bytes = ask.body().getBytes();
    try {
      if (bare(ask.type()).endsWith("yaml")) {
        List<ObjectNode> read = Yaml.read(new String(bytes, StandardCharsets.UTF_8));
        return read.size() == 1 ? read.getFirst() : null;
      }
      if (bare(ask.type()).equals("application/vnd.kubernetes.protobuf")) {
        return Protobuf.namespace(bytes);
      }
      JsonNode read = Json.parse(bytes);
      return read.isContainerNode() ? read : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Reply unreadable(Ask ask) {
    return bare(ask.type()).contains("protobuf")
        ? Reply.refused(
            Refusal.plain(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include:"
                    + " application/json, application/yaml"))
        : Reply.refused(
            Refusal.badRequest("the object provided is unrecognized (must be of type object)"));
  }

  private static String bare(String type) {
    return type.replaceFirst(";.*", "").strip();
  }
}
