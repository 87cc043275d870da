package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.Peer;
import io.vigie.lab.bench.proxy.Product.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * nginx with its stream module and two workers.
 *
 * @param binary the program
 * @param module the module's file; empty if it is built in
 */
record Nginx(Path binary, Optional<Path> module) implements Product.Launch {

  static final String NAME = "nginx";
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
  private static final String INSTALL = "; on Debian: apt install nginx libnginx-mod-stream";

  /** How it can be started here, or why not. */
  sealed interface Found {

    /** It can. */
    record Here(Nginx nginx) implements Found {}

    /** It cannot. */
    record Missing(String why) implements Found {}
  }

  static Found find() throws IOException {
    Optional<Path> binary = Tools.find("nginx");
    if (binary.isEmpty()) {
      return new Found.Missing("it is not installed" + INSTALL);
    }
    Process asked =
        new ProcessBuilder(binary.get().toString(), "-V").redirectErrorStream(true).start();
    String built = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (built.matches("(?s).*--with-stream(\\s.*|$)")) {
      return new Found.Here(new Nginx(binary.get(), Optional.empty()));
    }
    return Files.isReadable(MODULE)
        ? new Found.Here(new Nginx(binary.get(), Optional.of(MODULE)))
        : new Found.Missing("it has no stream module" + INSTALL);
  }

  @Override
  public Proxy start(Path directory, Site site) throws IOException {
    int port = Peer.freePort();
    Path config = directory.resolve("nginx.conf");
    Files.writeString(config, text(directory, site, port));
    Child child =
        Child.start(
            directory.resolve("nginx.log"),
            site.place()
                .command(
                    List.of(
                        binary.toString(),
                        "-p",
                        directory + "/",
                        "-c",
                        config.toString(),
                        "-e",
                        "stderr")));
    List<InetSocketAddress> targets = List.of(new InetSocketAddress(site.place().listen(), port));
    return new Proxy(NAME, child, List.of(), targets);
  }

  private String text(Path directory, Site site, int port) {
    return """
    %sdaemon off;
    worker_processes 2;
    worker_rlimit_nofile %d;
    pid %s/nginx.pid;
    error_log stderr warn;
    events { worker_connections %d; }
    stream {
      server {
        listen %s:%d backlog=4096;
        proxy_connect_timeout 500ms;
        proxy_timeout 1h;
        proxy_pass %s:%d;
      }
    }
    """
        .formatted(
            module.map(file -> "load_module " + file + ";\n").orElse(""),
            site.descriptors(),
            directory,
            2 * site.connections() + 100,
            site.place().listen(),
            port,
            site.place().server(0),
            site.serverPort());
  }
}
