package io.vigie.lab.bench;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * vrrp-service, and lb-service if it has one to watch.
 *
 * @param version of VRRP
 * @param intervalMillis between adverts
 * @param vigie the words that run the vigie command
 */
record VigieContender(int version, int intervalMillis, List<String> vigie) implements Contender {

  @Override
  public String name() {
    return "vigie";
  }

  @Override
  public Started start(Lan lan, String host, Path directory, boolean balances) throws IOException {
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(config, text(balances));
    Daemon balancer = balances ? run(lan, host, directory, config, "lb") : null;
    return new Started(run(lan, host, directory, config, "vrrp"), balancer);
  }

  /** It takes part with the lowest priority until it has heard of lb-service. */
  @Override
  public boolean isReady(Started started) throws IOException {
    String said = started.elector().said();
    return said.contains("role=BACKUP") && said.contains("reasons=[]");
  }

  private String text(boolean balances) {
    return """
    cluster: bench
    kafka: { bootstrap: ["127.0.0.1:9"] }
    nodes: { n: { address: 10.78.0.50 } }
    balancers: { a: { address: 10.78.0.6 }, b: { address: 10.78.0.7 } }
    pools: { p: { port: 443, servers: all } }
    frontends: { f: { listen: ":%d", pool: p } }
    vips:
      main: { addresses: [%s/24], interface: eth0, vrid: 51, version: %d, interval: %dms,
              priority: { a: 150, b: 100 }, track: [%s] }
    """
        .formatted(PORT, VIP, version, intervalMillis, balances ? "lb" : "");
  }

  private Daemon run(Lan lan, String host, Path directory, Path config, String service)
      throws IOException {
    List<String> command = new ArrayList<>(vigie);
    Path state = directory.resolve("state-" + host);
    command.addAll(
        List.of("run", service, "--config", config.toString(), "--host", host, "--state-dir"));
    command.add(state.toString());
    return new Daemon(lan, host, directory.resolve(service + "-" + host + ".log"), command);
  }
}
