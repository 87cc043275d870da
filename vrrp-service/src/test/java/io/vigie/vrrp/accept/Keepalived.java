package io.vigie.vrrp.accept;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real keepalived on a host of a {@link Lan}. */
final class Keepalived {

  private Keepalived() {}

  /** Starts it with this configuration. */
  static Daemon start(Lan lan, String host, Path directory, String config) throws IOException {
    Path file = directory.resolve("keepalived-" + host + ".conf");
    Files.writeString(file, config);
    return new Daemon(
        lan,
        host,
        directory.resolve("keepalived-" + host + ".log"),
        List.of(
            "keepalived",
            "--dont-fork",
            "--log-console",
            "--log-detail",
            "--vrrp",
            "--use-file=" + file,
            "--pid=" + directory.resolve("ka-" + host + ".pid"),
            "--vrrp_pid=" + directory.resolve("kav-" + host + ".pid")));
  }
}
