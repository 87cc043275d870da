package io.vigie.kit.manage;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vigie.kit.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets reads through, and writes only with the bearer token of {@code management.token} (RFC 6750).
 * Without a configured token there are no writes.
 */
final class TokenGuard implements Handler<RoutingContext> {

  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String SCHEME = "Bearer ";

  private final Supplier<@Nullable Secret> token;

  /** Guards by the token that is configured at the time of each request. */
  TokenGuard(Supplier<@Nullable Secret> token) {
    this.token = token;
  }

  @Override
  public void handle(RoutingContext request) {
    if (READS.contains(request.request().method())) {
      request.next();
      return;
    }
    Secret expected = token.get();
    if (expected == null) {
      ApiJson.refuse(
          request,
          403,
          "writes are off: no token is configured",
          "set management.token in vigie.yaml, for example \"${file:/etc/vigie/token}\"");
      return;
    }
    String given = request.request().getHeader("authorization");
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      request.response().putHeader("www-authenticate", "Bearer realm=\"vigie\"");
      ApiJson.refuse(
          request,
          401,
          "this needs the bearer token",
          "send the header Authorization: Bearer TOKEN, with the value of management.token");
      return;
    }
    if (!same(given.substring(SCHEME.length()).strip(), expected.reveal())) {
      request
          .response()
          .putHeader("www-authenticate", "Bearer realm=\"vigie\", error=\"invalid_token\"");
      ApiJson.refuse(
          request, 401, "wrong bearer token", "compare it with management.token on this host");
      return;
    }
    request.next();
  }

  /** Takes the same time wherever the two differ, and whatever their lengths. */
  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(digest(a), digest(b));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
