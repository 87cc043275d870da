package io.vigie.kube.watch;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several API servers of one cluster behind one client: each request goes to the current one, which
 * is the next one as soon as it cannot be reached or says that it is not ready. Resource versions
 * are etcd's, so watches go on elsewhere where they were.
 *
 * <p>Thread rule: any thread.
 */
final class Servers implements Interceptor {

  /** The least HTTP status that says that the server itself is not well. */
  static final int LEAST_FAULT = 500;

  private final List<URI> servers;
  private final AtomicInteger current = new AtomicInteger();

  /**
   * Begins with the first.
   *
   * @param servers at least one
   */
  Servers(List<URI> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Where requests go now. */
  URI current() {
    return servers.get(Math.floorMod(current.get(), servers.size()));
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.uri(at(current(), request.uri()));
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() >= LEAST_FAULT) {
      leave(response.request().uri());
    }
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    leave(request.uri());
  }

  /** Goes on to the next, unless somebody has done so already. */
  private void leave(URI failed) {
    int seen = current.get();
    URI now = servers.get(Math.floorMod(seen, servers.size()));
    if (now.getHost().equals(failed.getHost()) && now.getPort() == failed.getPort()) {
      current.compareAndSet(seen, seen + 1);
    }
  }

  private static URI at(URI server, URI asked) {
    boolean web = asked.getScheme().startsWith("ws");
    boolean tls = server.getScheme().equals("https");
    String scheme = web ? (tls ? "wss" : "ws") : server.getScheme();
    try {
      return new URI(
          scheme
              + "://"
              + server.getRawAuthority()
              + asked.getRawPath()
              + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no URL: " + asked, e);
    }
  }
}
