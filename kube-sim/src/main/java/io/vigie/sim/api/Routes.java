package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.ResourceType;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.cluster.TypeVersion;
import io.vigie.sim.store.Part;
import io.vigie.sim.store.Refusal;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which request is answered by whom.
 *
 * <p>Thread rule: the context of the server.
 */
final class Routes {

  /** Not of the API: forgets all changes, as etcd does every few minutes. */
  private static final String COMPACT = "/simulated/compact";

  private static final List<String> PARTS = List.of("", "status", "eviction");

  private final Cluster cluster;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Reads reads;
  private final Writes writes;
  private final Watches watches;

  Routes(Cluster cluster, InstantSource clock, Watches watches) {
    this.cluster = cluster;
    this.discovery = new Discovery(cluster.types());
    this.openApi = new OpenApi(cluster.types());
    this.reads = new Reads(cluster, clock);
    this.writes = new Writes(cluster, clock);
    this.watches = watches;
  }

  /** Answers a request. */
  void answer(HttpServerRequest request, Ask ask) {
    String path = request.path() == null ? "/" : request.path();
    Reply known = about(path.length() > 1 && path.endsWith("/") ? cut(path) : path);
    if (known != null) {
      Answers.send(request, known);
      return;
    }
    if (path.equals(COMPACT) && request.method().name().equals("POST")) {
      cluster.store().compact();
      Answers.send(request, Reply.json(200, Statuses.success()));
      return;
    }
    Target target = target(path);
    ApiPath at = ApiPath.of(path);
    if (target == null || at == null || !PARTS.contains(at.part())) {
      Answers.send(request, Reply.nowhere());
      return;
    }
    boolean reading = request.method().name().equals("GET");
    if (reading && at.part().isEmpty() && ask.is("watch")) {
      watches.serve(request, target, ask);
      return;
    }
    String part = at.part();
    Answers.send(
        request,
        Writes.isTry(part, ask)
            ? cluster.store().tried(() -> objects(target, part, ask))
            : objects(target, part, ask));
  }

  /** About the server itself; null if the path is about objects. */
  private @Nullable Reply about(String path) {
    return switch (path) {
      case "/version" -> Reply.json(200, Discovery.version());
      case "/healthz", "/livez", "/readyz" -> Reply.text(200, "ok");
      case "/api" -> Reply.json(200, Discovery.core());
      case "/apis" -> Reply.json(200, discovery.groups());
      case "/openapi/v3" -> Reply.json(200, openApi.index());
      default -> below(path);
    };
  }

  private @Nullable Reply below(String path) {
    List<String> steps = List.of(path.substring(1).split("/", -1));
    if (path.startsWith("/openapi/v3/")) {
      return orNowhere(openApi.document(path.substring("/openapi/v3/".length())));
    }
    boolean groups = steps.getFirst().equals("apis");
    if (steps.size() == 2) {
      return groups
          ? orNowhere(discovery.group(steps.get(1)))
          : steps.getFirst().equals("api")
              ? orNowhere(discovery.resources("", steps.get(1)))
              : null;
    }
    return groups && steps.size() == 3
        ? orNowhere(discovery.resources(steps.get(1), steps.get(2)))
        : null;
  }

  private @Nullable Target target(String path) {
    ApiPath at = ApiPath.of(path);
    ResourceType type = at == null ? null : cluster.types().at(at.resource());
    TypeVersion version = type == null || at == null ? null : type.version(at.version());
    if (at == null || type == null || version == null) {
      return null;
    }
    boolean misplaced =
        type.namespaced()
            ? !at.name().isEmpty() && at.namespace().isEmpty()
            : !at.namespace().isEmpty();
    return misplaced ? null : new Target(type, version, at.namespace(), at.name());
  }

  private Reply objects(Target target, String part, Ask ask) {
    boolean one = !target.name().isEmpty();
    if (part.equals("eviction")) {
      boolean pod = target.type().resource().plural().equals("pods") && !target.type().custom();
      return pod && ask.method().name().equals("POST")
          ? writes.evict(target, ask)
          : Reply.nowhere();
    }
    boolean status = part.equals("status");
    if (status && !target.version().status()) {
      return Reply.nowhere();
    }
    return one ? object(target, status ? Part.STATUS : Part.MAIN, ask) : all(target, ask);
  }

  private Reply object(Target target, Part part, Ask ask) {
    return switch (ask.method().name()) {
      case "GET" -> reads.get(target, ask);
      case "PUT" -> writes.replace(target, ask, part);
      case "PATCH" -> writes.patch(target, ask, part);
      case "DELETE" -> part == Part.MAIN ? writes.delete(target, ask) : notAllowed();
      default -> notAllowed();
    };
  }

  private Reply all(Target target, Ask ask) {
    return switch (ask.method().name()) {
      case "GET" -> reads.list(target, ask);
      case "POST" -> isPlaced(target) ? writes.create(target, ask) : notAllowed();
      case "DELETE" -> writes.deleteAll(target, ask);
      default -> notAllowed();
    };
  }

  private static Reply notAllowed() {
    return Reply.refused(
        Refusal.plain(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource"));
  }

  private static boolean isPlaced(Target target) {
    return !target.type().namespaced() || !target.namespace().isEmpty();
  }

  private static Reply orNowhere(@Nullable ObjectNode found) {
    return found == null ? Reply.nowhere() : Reply.json(200, found);
  }

  private static String cut(String path) {
    return path.substring(0, path.length() - 1);
  }
}
