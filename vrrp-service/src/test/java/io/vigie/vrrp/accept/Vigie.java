package io.vigie.vrrp.accept;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import io.vigie.testkit.accept.JavaWords;
import io.vigie.testkit.accept.ServiceMain;
import io.vigie.vrrp.app.VrrpVerticle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** vrrp-service as a process of its own on a host of a {@link Lan}, with Kafka away. */
final class Vigie {

  private Vigie() {}

  /**
   * A configuration of two balancers, a and b, with this VIP.
   *
   * @param vip what stands in its braces
   */
  static Path config(Path directory, String... vip) throws IOException {
    StringBuilder vips = new StringBuilder();
    for (int i = 0; i < vip.length; i++) {
      vips.append("  vip%d: { interface: eth0, track: [], %s }\n".formatted(i, vip[i]));
    }
    String text =
        """
        cluster: lan
        kafka: { bootstrap: ["127.0.0.1:9"] }
        nodes: { n: { address: 10.78.0.50 } }
        balancers: { a: { address: 10.78.0.6 }, b: { address: 10.78.0.7 }, d: { address: 10.78.0.8 } }
        pools: { p: { port: 443, servers: all } }
        frontends: { f: { listen: ":443", pool: p } }
        vips:
        """
            + vips;
    if (vip.length > 1) {
      List<String> members = new ArrayList<>();
      for (int i = 0; i < vip.length; i++) {
        members.add("vip" + i);
      }
      text += "syncGroups: { all: { members: [" + String.join(", ", members) + "] } }\n";
    }
    Path file = Files.createTempFile(directory, "vigie", ".yaml");
    Files.writeString(file, text);
    return file;
  }

  /**
   * Starts it.
   *
   * @param prefix the words of a program that runs it
   */
  static Daemon start(Lan lan, String host, Path directory, Path config, String... prefix)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.addAll(JavaWords.of(ServiceMain.class, "-Xmx96m", "-XX:+UseZGC"));
    command.addAll(
        List.of(
            VrrpVerticle.class.getName(),
            config.toString(),
            host,
            directory.resolve("state-" + host).toString()));
    return new Daemon(lan, host, directory.resolve(host + ".log"), command);
  }
}
