package io.vigie.storage.app;

import static java.util.Objects.requireNonNull;

import io.vertx.ext.web.RoutingContext;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.news.Heard;
import io.vigie.kube.gate.Gate;
import io.vigie.kube.gate.GatePicture;
import io.vigie.kube.gate.Hearsay;
import io.vigie.kube.gate.Layout;
import io.vigie.kube.gate.Layout.Place;
import io.vigie.kube.gate.Source;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import io.vigie.kube.watch.Contact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /v1/safe/NODE}: may it be taken down? Both machines' watchers answer; it takes
 * no turn to read.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class SafeDesk {

  private final String host;
  private final Picture objects;
  private final Hearsay hearsay = new Hearsay();

  /**
   * A desk.
   *
   * @param host the balancer it is on
   * @param objects what is known of the API's objects
   */
  SafeDesk(String host, Picture objects) {
    this.host = host;
    this.objects = objects;
  }

  void heard(Heard news) {
    hearsay.heard(news.envelope(), news.fresh(), System.nanoTime());
  }

  void linkAlive(String service) {
    hearsay.linkAlive(host, service, System.nanoTime());
  }

  void linkLost(String service) {
    hearsay.linkLost(host, service);
  }

  /**
   * Answers one question.
   *
   * @param contact how far the objects can be relied on; null if not at all
   */
  void answer(RoutingContext request, VigieConfig config, @Nullable Contact contact) {
    String node = requireNonNull(request.pathParam("node"), "the route has no node");
    GatePicture picture = picture(config, contact);
    if (!picture.nodes().contains(node)) {
      ApiJson.refuse(
          request, 404, "no node " + node, "there are " + String.join(", ", picture.nodes()));
      return;
    }
    ApiJson.answer(request, 200, Gate.judge(picture, node));
  }

  private GatePicture picture(VigieConfig config, @Nullable Contact contact) {
    long now = System.nanoTime();
    Layout layout = layout(config);
    return new GatePicture(
        objects,
        sources(contact),
        layout,
        hearsay.standings(layout.probed(), now),
        hearsay.balancers(layout.balancers().keySet(), now),
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private static Map<Kind, Source> sources(@Nullable Contact contact) {
    Map<Kind, Source> sources = new EnumMap<>(Kind.class);
    if (contact != null) {
      GatePicture.KINDS.forEach(kind -> sources.put(kind, source(contact, kind)));
    }
    return sources;
  }

  /** A kind that was once listed and is refused since is as stale as can be. */
  static Source source(Contact contact, Kind kind) {
    String refused = contact.refused().get(kind);
    if (refused != null) {
      return Source.refused(refused);
    }
    boolean missing = contact.missing().contains(kind);
    if (!missing && !contact.listed().contains(kind)) {
      return Source.NEVER;
    }
    if (contact.unknownSince() != null) {
      return Source.stale("not known any more since " + contact.unknownSince());
    }
    if (missing) {
      return Source.MISSING;
    }
    return contact.broken() == 0 ? Source.FRESH : Source.partly("some objects cannot be read");
  }

  /** What is where, as the configuration has it. */
  static Layout layout(VigieConfig config) {
    Map<String, Place> nodes = new LinkedHashMap<>();
    config.nodes().forEach((name, node) -> nodes.put(name, new Place(node.address(), node.host())));
    Map<String, Place> balancers = new LinkedHashMap<>();
    config.balancers().forEach((name, b) -> balancers.put(name, new Place(b.address(), b.host())));
    Map<String, Set<String>> pools = new LinkedHashMap<>();
    Set<String> probed = new TreeSet<>();
    config
        .pools()
        .forEach(
            (name, pool) -> {
              Set<String> servers = new LinkedHashSet<>();
              pool.servers()
                  .forEach(
                      (server, with) -> {
                        if (with.weight() > 0) {
                          servers.add(server);
                        }
                      });
              pools.put(name, servers);
              if (pool.check() != null) {
                probed.addAll(pool.servers().keySet());
              }
            });
    return new Layout(nodes, balancers, pools, config.vips().keySet(), probed);
  }
}
