package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Continue;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Listing;
import io.vigie.sim.store.Query;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Refusal.Cause;
import io.vigie.sim.store.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** GET of one object or of many. */
final class Reads {

  private static final String EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You must"
          + " start a new list without the continue parameter.";

  private final Cluster cluster;
  private final InstantSource clock;

  Reads(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  Reply get(Target target, Ask ask) {
    Stored object = cluster.store().get(target.key());
    if (object == null) {
      return Reply.refused(Refusal.notFound(target.type().resource(), target.name()));
    }
    return Reply.json(200, Buffer.buffer(new Shown(target, ask, clock.millis()).one(object)));
  }

  Reply list(Target target, Ask ask) {
    return switch (Filter.of(target, ask)) {
      case Filter.Bad(Refusal why) -> Reply.refused(why);
      case Filter.Good(Predicate<Stored> fits) -> list(target, ask, fits);
    };
  }

  private Reply list(Target target, Ask ask, Predicate<Stored> fits) {
    String token = ask.text("continue");
    String version = ask.text("resourceVersion");
    Continue from = token.isEmpty() ? null : Continue.of(token);
    if (!token.isEmpty() && from == null) {
      return Reply.refused(Refusal.badRequest("continue key is not valid"));
    }
    if (from == null && ask.text("resourceVersionMatch").equals("Exact")) {
      from = new Continue(ask.number("resourceVersion"), "");
    }
    Refusal bad = from == null ? unusable(version, cluster.store().version()) : null;
    if (bad != null) {
      return Reply.refused(bad);
    }
    int limit = (int) Math.min(ask.number("limit"), Integer.MAX_VALUE);
    Query query = new Query(target.type().resource(), target.namespace(), fits, limit, from);
    return switch (cluster.store().list(query)) {
      case Listing.Expired _ -> Reply.refused(Refusal.expired(EXPIRED));
      case Listing.Page page ->
          Reply.json(
              200, new Shown(target, ask, clock.millis()).list(page.items(), meta(page, ask)));
    };
  }

  private static ObjectNode meta(Listing.Page page, Ask ask) {
    ObjectNode meta = Json.object().put("resourceVersion", Long.toString(page.version()));
    Continue next = page.next();
    if (next != null) {
      meta.put("continue", next.token());
      if (ask.text("labelSelector").isEmpty() && ask.text("fieldSelector").isEmpty()) {
        meta.put("remainingItemCount", page.left());
      }
    }
    return meta;
  }

  /** Why a version that is asked for cannot be served; null if it can. */
  static @Nullable Refusal unusable(String asked, long current) {
    if (asked.isEmpty()) {
      return null;
    }
    if (!asked.matches("\\d{1,18}")) {
      return Refusal.badRequest("invalid resource version \"" + asked + "\"");
    }
    if (Long.parseLong(asked) <= current) {
      return null;
    }
    Refusal late =
        Refusal.plain(
            504, "Timeout", "Too large resource version: " + asked + ", current: " + current);
    return new Refusal(
        late.code(),
        late.reason(),
        late.message(),
        late.resource(),
        late.name(),
        List.of(new Cause("ResourceVersionTooLarge", "Too large resource version", "")));
  }
}
