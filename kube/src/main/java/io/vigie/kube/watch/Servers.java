package io.vigie.kube.watch;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several API servers of one cluster behind one client: each request goes to the current one, which
 * is the next one as soon as it is said not to be well. Resource versions are etcd's, so watches go
 * on elsewhere where they were.
 *
 * <p>Thread rule: any thread.
 */
final class Servers implements Interceptor {

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

  /** How many there are. */
  int count() {
    return servers.size();
  }

  /** Where requests go now. */
  URI current() {
    return servers.get(current.get());
  }

  /** Goes on to the next, unless somebody has done so already. */
  void leave(URI unwell) {
    int index = servers.indexOf(unwell);
    current.compareAndSet(index, (index + 1) % servers.size());
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.uri(at(current(), request.uri()));
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
