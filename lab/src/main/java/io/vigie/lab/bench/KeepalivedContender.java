package io.vigie.lab.bench;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/**
 * keepalived, and haproxy if it has one to watch: by a script that asks haproxy over HTTP every
 * second, for one second at most, which finds a frozen one too; two failures are one.
 *
 * @param version of VRRP
 * @param intervalMillis between adverts
 */
record KeepalivedContender(int version, int intervalMillis) implements Contender {

  private static final int ALIVE_PORT = 8404;

  @Override
  public String name() {
    return "keepalived";
  }

  @Override
  public Started start(Lan lan, String host, Path directory, boolean balances) throws IOException {
    Path script = directory.resolve("alive.sh");
    Daemon haproxy = null;
    if (balances) {
      Files.writeString(
          script,
          """
          #!/bin/bash
          exec 3<>/dev/tcp/127.0.0.1/%d || exit 1
          printf 'GET /alive HTTP/1.0\\r\\n\\r\\n' >&3
          read -r -t 1 _ status _ <&3
          [ "$status" = 200 ]
          """
              .formatted(ALIVE_PORT));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      haproxy = haproxy(lan, host, directory);
    }
    Path config = directory.resolve("keepalived-" + host + ".conf");
    Files.writeString(config, text(host, balances ? script.toString() : ""));
    Daemon keepalived =
        new Daemon(
            lan,
            host,
            directory.resolve(host + ".log"),
            List.of(
                "keepalived",
                "--dont-fork",
                "--log-console",
                "--vrrp",
                "--use-file=" + config,
                "--pid=" + directory.resolve("ka-" + host + ".pid"),
                "--vrrp_pid=" + directory.resolve("kav-" + host + ".pid")));
    return new Started(keepalived, haproxy);
  }

  /** It is no backup before its script has succeeded. */
  @Override
  public boolean isReady(Started started) throws IOException {
    return started.elector().said().contains("Entering BACKUP STATE");
  }

  private String text(String host, String script) {
    String interval =
        version == 2
            ? Integer.toString(intervalMillis / 1_000)
            : Double.toString(intervalMillis / 1e3);
    String check =
        script.isEmpty()
            ? ""
            : """
            vrrp_script alive {
             script "%s"
             interval 1
             timeout 1
             fall 2
             rise 2
            }
            """
                .formatted(script);
    return String.format(
        Locale.ROOT,
        """
        global_defs {
         vrrp_version %d
         script_user root
         enable_script_security
        }
        %s
        vrrp_instance V {
         state BACKUP
         interface eth0
         virtual_router_id 51
         priority %d
         advert_int %s
         virtual_ipaddress { %s/24 }
         %s
        }
        """,
        version,
        check,
        Contender.priority(host),
        interval,
        VIP,
        script.isEmpty() ? "" : "track_script { alive }");
  }

  private static Daemon haproxy(Lan lan, String host, Path directory) throws IOException {
    Path config = directory.resolve("haproxy-" + host + ".cfg");
    Files.writeString(
        config,
        """
        global
         nbthread 1
        defaults
         mode tcp
         timeout connect 1s
         timeout client 1m
         timeout server 1m
        frontend f
         bind :%d
         default_backend p
        backend p
         server n 10.78.0.50:443
        frontend alive
         mode http
         bind 127.0.0.1:%d
         monitor-uri /alive
        """
            .formatted(PORT, ALIVE_PORT));
    return new Daemon(
        lan,
        host,
        directory.resolve("haproxy-" + host + ".log"),
        List.of("haproxy", "-db", "-f", config.toString()));
  }
}
