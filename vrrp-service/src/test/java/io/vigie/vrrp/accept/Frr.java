package io.vigie.vrrp.accept;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * The real FRR vrrpd, and the zebra it needs, on a host of a {@link Lan}. It keeps the addresses on
 * a macvlan with the virtual router's hardware address, which it takes down while it is backup.
 */
final class Frr implements AutoCloseable {

  private static final String PROGRAMS = "/usr/lib/frr/";

  private final Lan lan;
  private final String host;
  private final Path directory;
  private final Daemon zebra;
  private final String device;

  /**
   * Makes the device and starts zebra.
   *
   * @param addresses the VIP's, with prefixes, all of one family
   */
  Frr(Lan lan, String host, Path parent, int vrid, List<String> addresses) throws IOException {
    this.lan = lan;
    this.host = host;
    this.directory = Files.createTempDirectory(parent, "frr");
    this.device = "vrrp-" + vrid;
    for (Path path : List.of(parent, directory)) { // it runs as a user of its own
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    boolean ipv6 = addresses.getFirst().contains(":");
    lan.ip(host, "link", "add", device, "link", "eth0", "type", "macvlan", "mode", "bridge");
    lan.ip(host, "link", "set", device, "addrgenmode", ipv6 ? "random" : "none");
    String mac = "00:00:5e:00:%02x:%02x".formatted(ipv6 ? 2 : 1, vrid);
    lan.ip(host, "link", "set", device, "address", mac);
    for (String address : addresses) {
      lan.ip(host, "addr", "add", address, "dev", device);
    }
    lan.ip(host, "link", "set", device, "up");
    Files.writeString(directory.resolve("zebra.conf"), "");
    this.zebra = daemon("zebra");
    Awaitility.await().until(() -> Files.exists(directory.resolve("zserv.api")));
  }

  /** Starts vrrpd, version 3. */
  Daemon start(int vrid, int priority, int intervalMillis, List<String> addresses)
      throws IOException {
    StringBuilder config = new StringBuilder("interface eth0\n");
    config.append(" vrrp %d version 3\n vrrp %d priority %d\n".formatted(vrid, vrid, priority));
    config.append(" vrrp %d advertisement-interval %d\n".formatted(vrid, intervalMillis));
    for (String prefixed : addresses) {
      String address = prefixed.substring(0, prefixed.indexOf('/'));
      String family = address.contains(":") ? "ipv6" : "ip";
      config.append(" vrrp %d %s %s\n".formatted(vrid, family, address));
    }
    Files.writeString(directory.resolve("vrrpd.conf"), config);
    return daemon("vrrpd");
  }

  /** Whether it holds the addresses: its device is allowed to be up. */
  Callable<Boolean> isActive(Daemon vrrpd) {
    return () -> vrrpd.isAlive() && active(vrrpd.said());
  }

  /** Whether it waits. */
  Callable<Boolean> isBackup(Daemon vrrpd) {
    return () -> vrrpd.isAlive() && vrrpd.said().contains("Backup") && !active(vrrpd.said());
  }

  private static boolean active(String log) {
    return log.lastIndexOf("-> Master") > log.lastIndexOf("Master -> ");
  }

  private Daemon daemon(String name) throws IOException {
    return new Daemon(
        lan,
        host,
        Files.createTempFile(directory, name, ".log"),
        List.of(
            PROGRAMS + name,
            "--config_file=" + directory.resolve(name + ".conf"),
            "--pid_file=" + directory.resolve(name + ".pid"),
            "--socket=" + directory.resolve("zserv.api"),
            "--vty_socket=" + directory,
            "--vty_port=0",
            "--log=stdout"));
  }

  @Override
  public void close() {
    zebra.close();
  }
}
