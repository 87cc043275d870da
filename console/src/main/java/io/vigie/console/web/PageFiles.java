package io.vigie.console.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the page's own files, from {@code web/} on the class path, and at {@code
 * /webjars/NAME/…} with those of a library, whatever its version. Nothing else is on that path.
 *
 * <p>Thread rule: the service's own context; files are read on a worker.
 */
final class PageFiles implements Handler<RoutingContext> {

  /**
   * What a page from here may do: run its own files and ask this server. Style attributes that a
   * script sets through the object model are not affected.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "json", "application/json",
          "yaml", "application/yaml; charset=utf-8");

  /** No dot at the start of a name, so no way up. */
  private static final Pattern NAME =
      Pattern.compile("/(?:[\\w-][\\w.-]*/)*[\\w-][\\w.-]*\\.(\\w+)");

  private static final Pattern LIBRARY = Pattern.compile("/webjars/([\\w-]+)/(.+)");
  private static final int MOST_FILES = 256;
  private static final int ZIP_FROM_BYTES = 1_024;

  private final Vertx vertx;
  private final Map<String, Page> read = new HashMap<>();

  /** A file as it is sent. */
  private record Page(String type, String tag, Buffer bytes, @Nullable Buffer zipped) {}

  PageFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void handle(RoutingContext request) {
    String asked = request.normalizedPath();
    String path = asked.equals("/") ? "/index.html" : asked;
    Matcher name = NAME.matcher(path);
    String type = name.matches() ? TYPES.get(name.group(1)) : null;
    if (type == null) {
      request.next();
      return;
    }
    Page known = read.get(path);
    if (known != null) {
      answer(request, known);
      return;
    }
    vertx
        .executeBlocking(() -> read(path, type), false)
        .onFailure(request::fail)
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                request.next();
                return;
              }
              if (read.size() < MOST_FILES) {
                read.put(path, found.get());
              }
              answer(request, found.get());
            });
  }

  private static Optional<Page> read(String path, String type) throws IOException {
    String resource = resource(path);
    if (resource == null) {
      return Optional.empty();
    }
    try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      boolean zip = bytes.length >= ZIP_FROM_BYTES && !type.startsWith("image/png");
      return Optional.of(
          new Page(type, tag(bytes), Buffer.buffer(bytes), zip ? Showing.zip(bytes) : null));
    }
  }

  /** Where a file is on the class path; null if there is no such library. */
  private static @Nullable String resource(String path) throws IOException {
    Matcher library = LIBRARY.matcher(path);
    if (!library.matches()) {
      return path.equals("/openapi.yaml") ? path : "/web" + path;
    }
    String name = library.group(1);
    String about = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    try (InputStream in = PageFiles.class.getResourceAsStream(about)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return "/META-INF/resources/webjars/%s/%s/%s"
          .formatted(name, properties.getProperty("version"), library.group(2));
    }
  }

  private static void answer(RoutingContext request, Page page) {
    HttpServerResponse response =
        guard(request.response())
            .putHeader("cache-control", "no-cache") // kept, and asked for by its tag
            .putHeader("etag", page.tag())
            .putHeader("vary", "accept-encoding");
    if (page.tag().equals(request.request().getHeader("if-none-match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("content-type", page.type());
    Buffer zipped = page.zipped();
    if (zipped != null && Routes.takesZip(request)) {
      response.putHeader("content-encoding", "gzip").end(zipped);
    } else {
      response.end(page.bytes());
    }
  }

  /** What every answer to a browser says. */
  static HttpServerResponse guard(HttpServerResponse response) {
    return response
        .putHeader("content-security-policy", POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("x-frame-options", "DENY")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("cross-origin-opener-policy", "same-origin")
        .putHeader("cross-origin-resource-policy", "same-origin");
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
