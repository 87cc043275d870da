package io.vigie.kit.manage;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Refuses writes that a browser sends on behalf of another site's page. Whoever is no browser says
 * no origin, and is let through: the token is what he needs.
 *
 * <p>The origin is compared with the {@code Host} the browser itself asked for (Fetch standard,
 * "origin header").
 */
final class OriginGuard implements Handler<RoutingContext> {

  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public void handle(RoutingContext request) {
    if (READS.contains(request.request().method()) || isOwn(request.request())) {
      request.next();
      return;
    }
    ApiJson.refuse(
        request,
        403,
        "writes from another origin are refused",
        "open the page of this very host and port");
  }

  private static boolean isOwn(HttpServerRequest request) {
    String site = request.getHeader("sec-fetch-site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    String origin = request.getHeader("origin");
    if (origin == null) {
      return true;
    }
    String host = request.getHeader("host");
    return host != null // the scheme is another where a proxy in front speaks TLS
        && Set.of("http://" + host, "https://" + host).stream().anyMatch(origin::equalsIgnoreCase);
  }
}
