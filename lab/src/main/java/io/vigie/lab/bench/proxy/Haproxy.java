package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.Peer;
import io.vigie.lab.bench.proxy.Product.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * HAProxy with two threads and no log.
 *
 * @param binary the program
 * @param tuned whether it is told to splice, through pipes of 256 KiB
 */
record Haproxy(Path binary, boolean tuned) implements Product.Launch {

  static final String NAME = "haproxy";
  static final String TUNED = "haproxy-tuned";

  /** Pipes for its splices, two descriptors each; it takes them out of its limit. */
  private static final int MOST_PIPES = 256;

  private static final int DESCRIPTORS_PER_PIPE = 64;

  @Override
  public Proxy start(Path directory, Site site) throws IOException {
    int port = Peer.freePort();
    Path config = directory.resolve("haproxy.cfg");
    Files.writeString(config, text(site, port));
    Child child =
        Child.start(
            directory.resolve("haproxy.log"),
            site.place().command(List.of(binary.toString(), "-db", "-f", config.toString())));
    List<InetSocketAddress> targets = List.of(new InetSocketAddress(site.place().listen(), port));
    return new Proxy(tuned ? TUNED : NAME, child, List.of(), targets);
  }

  private String text(Site site, int port) {
    long pipes = Math.min(MOST_PIPES, site.descriptors() / DESCRIPTORS_PER_PIPE);
    String global = tuned ? "  tune.pipesize 262144\n  maxpipes " + pipes + "\n" : "";
    String splice = tuned ? "  option splice-request\n  option splice-response\n" : "";
    return """
    global
      nbthread 2
      maxconn %1$d
    %2$sdefaults
      mode tcp
    %3$s  timeout connect 500ms
      timeout check 500ms
      timeout client 1h
      timeout server 1h
      maxconn %1$d
    frontend bench
      bind %4$s:%5$d
      default_backend bench
    backend bench
      balance roundrobin
      server one %6$s:%7$d check inter 2s
    """
        .formatted(
            site.connections(),
            global,
            splice,
            site.place().listen(),
            port,
            site.place().server(0),
            site.serverPort());
  }
}
