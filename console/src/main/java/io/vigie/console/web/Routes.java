package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vigie.kit.manage.ApiProblem;
import org.jspecify.annotations.Nullable;

/** What the routes have in common. */
final class Routes {

  private static final int LIMIT = 100;
  private static final int MOST = 500;

  private Routes() {}

  /** How many are asked for. */
  static int limit(RoutingContext request) {
    String text = request.request().getParam("limit");
    if (text == null) {
      return LIMIT;
    }
    Integer limit = number(text);
    if (limit == null || limit < 1 || limit > MOST) {
      throw new ApiProblem(400, "limit=" + text, "a whole number from 1 to " + MOST);
    }
    return limit;
  }

  private static @Nullable Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Answers with JSON that is written already. */
  static void json(RoutingContext request, Buffer json) {
    request
        .response()
        .putHeader("content-type", "application/json; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .end(json);
  }

  /** Whether who asks can read gzip. */
  static boolean takesZip(RoutingContext request) {
    String takes = request.request().getHeader("accept-encoding");
    return takes != null && takes.contains("gzip");
  }
}
