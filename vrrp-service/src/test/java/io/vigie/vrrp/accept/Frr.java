package io.vigie.vrrp.accept;

import static org.awaitility.Awaitility.await;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The real FRR on host b of a {@link Lan}: zebra, and one vrrpd at a time.
 *
 * <p>FRR moves no addresses. They sit on a macvlan device per family, which has the virtual
 * router's hardware address, and whose link FRR takes down with {@code protodown} while it is a
 * backup (its doc/user/vrrp.rst).
 */
final class Frr implements AutoCloseable {

  static final String HOST = "b";

  private static final String PROGRAMS = "/usr/lib/frr/";

  private final Lan lan;
  private final Path directory;
  private final List<String> devices = new ArrayList<>();
  private final Daemon zebra;

  /**
   * Makes the devices, starts zebra.
   *
   * @param intervalMillis between adverts
   * @param addresses with their prefix lengths, in the order in which they are advertised
   */
  Frr(Lan lan, Path parent, int vrid, int priority, int intervalMillis, List<String> addresses)
      throws IOException {
    this.lan = lan;
    this.directory = ownedByFrr(parent);
    StringBuilder config =
        new StringBuilder(
            """
            debug vrrp protocol
            debug vrrp packets
            interface eth0
             vrrp %1$d version 3
             vrrp %1$d priority %2$d
             vrrp %1$d advertisement-interval %3$d
            """
                .formatted(vrid, priority, intervalMillis));
    for (String address : addresses) {
      boolean ipv6 = address.contains(":");
      device(ipv6 ? "vrrp6" : "vrrp4", "00:00:5e:00:0%d:%02x".formatted(ipv6 ? 2 : 1, vrid));
      lan.ip(HOST, "addr", "add", address, "dev", ipv6 ? "vrrp6" : "vrrp4");
      config.append(
          " vrrp %d %s %s\n".formatted(vrid, ipv6 ? "ipv6" : "ip", address.replaceAll("/.*", "")));
    }
    if (devices.contains("vrrp6")) {
      // FRR speaks from the first link-local address, and the kernel names the newest first.
      lan.ip(HOST, "addr", "add", "fe80::1:7/64", "dev", "vrrp6");
    }
    Files.writeString(directory.resolve("vrrpd.conf"), config);
    Files.writeString(directory.resolve("zebra.conf"), "");
    this.zebra = run("zebra");
    await("zebra listens").until(() -> Files.exists(directory.resolve("zserv.api")));
  }

  private void device(String name, String mac) throws IOException {
    if (devices.contains(name)) {
      return;
    }
    devices.add(name);
    lan.ip(HOST, "link", "add", name, "link", "eth0", "type", "macvlan", "mode", "bridge");
    lan.ip(HOST, "link", "set", name, "addrgenmode", "none", "address", mac);
    lan.ip(HOST, "link", "set", name, "protodown", "on");
    lan.ip(HOST, "link", "set", name, "up");
  }

  /** A directory that FRR may use after it has become its own user. */
  private static Path ownedByFrr(Path parent) throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
    Path directory = Files.createDirectories(parent.resolve("frr"));
    Files.setOwner(
        directory,
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("frr"));
    return directory;
  }

  /** Starts vrrpd. */
  Daemon start() throws IOException {
    return run("vrrpd");
  }

  /** With a /var/tmp of its own, where FRR leaves something for each process. */
  private Daemon run(String program) throws IOException {
    return new Daemon(
        lan,
        HOST,
        directory.resolve(program + ".log"),
        List.of(
            "sh",
            "-c",
            "mount --bind \"$0\" /var/tmp && exec \"$@\"",
            directory.toString(),
            PROGRAMS + program,
            "--config_file=" + directory.resolve(program + ".conf"),
            "--pid_file=" + directory.resolve(program + ".pid"),
            "--socket=" + directory.resolve("zserv.api"),
            "--vty_socket=" + directory,
            "--vty_addr=127.0.0.1",
            "--vty_port=0",
            "--log=stdout",
            "--log-level=debug"));
  }

  /** Whether it holds all its addresses. */
  boolean isActive() throws IOException {
    for (String device : devices) {
      if (!hasLink(device)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it holds none of its addresses. */
  boolean isBackup() throws IOException {
    for (String device : devices) {
      if (hasLink(device)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasLink(String device) throws IOException {
    return lan.ip(HOST, "-o", "link", "show", "dev", device).contains("LOWER_UP");
  }

  @Override
  public void close() {
    zebra.close();
  }
}
