package io.vigie.lab.chaos.stack;

import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * HAProxy and keepalived: as the homelab had them, or as somebody sets them up who knows what they
 * can do.
 *
 * <p>As it had them: {@code balance roundrobin}, {@code check inter 2000 fall 2 rise 2}, the
 * timeouts of HAProxy's manual; version 2, {@code advert_int 1}, both {@code BACKUP} with priority
 * 100 and a password. Tuned: checks every 500 ms, 100 ms while in doubt, a connect timeout of 300
 * ms, the second try on another server, sessions of a dead server shut down; version 3 every 100
 * ms, and a script that asks whether HAProxy is there.
 *
 * @param tuned which of both
 */
public record KeepalivedPair(boolean tuned) implements Stack {

  /** What it is called as the homelab had it. */
  public static final String SEED = "haproxy-keepalived";

  /** What it is called as an expert has it. */
  public static final String TUNED = "tuned";

  private static final int VIP = 8;
  private static final List<String> NODES = List.of("k3s-1", "k3s-2", "k3s-3");

  @Override
  public String name() {
    return tuned ? TUNED : SEED;
  }

  @Override
  public int target() {
    return VIP;
  }

  @Override
  public List<Program> programs(String balancer, String network, Path directory)
      throws IOException {
    Path haproxy = directory.resolve("haproxy-" + balancer + ".cfg");
    Files.writeString(haproxy, haproxy(network));
    Path script = directory.resolve("alive-" + balancer + ".sh");
    Files.writeString(script, "#!/bin/bash\nexec 3<>/dev/tcp/127.0.0.1/443\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path keepalived = directory.resolve("keepalived-" + balancer + ".conf");
    Files.writeString(keepalived, keepalived(network, script));
    List<String> elector =
        List.of(
            "keepalived",
            "--dont-fork",
            "--log-console",
            "--vrrp",
            "--use-file=" + keepalived,
            "--pid=" + directory.resolve("keepalived-" + balancer + ".pid"),
            "--vrrp_pid=" + directory.resolve("keepalived-vrrp-" + balancer + ".pid"));
    return List.of(
        Program.of("haproxy", List.of("haproxy", "-db", "-f", haproxy.toString())),
        new Program("keepalived", elector, null, "Entering "));
  }

  private String haproxy(String network) {
    StringBuilder text =
        new StringBuilder(
            """
            defaults
              mode tcp
              timeout connect %s
              timeout client 1m
              timeout server 1m
            %s
            frontend https
              bind *:443
              default_backend nodes
            backend nodes
              balance roundrobin
              default-server %s
            """
                .formatted(
                    tuned ? "300ms" : "5s",
                    tuned ? "  option redispatch 1\n  retries 3" : "",
                    tuned
                        ? "inter 500 fastinter 100 downinter 500 fall 2 rise 2 on-marked-down"
                            + " shutdown-sessions"
                        : "inter 2000 fall 2 rise 2"));
    for (String node : NODES) {
      text.append("  server %s %s:443 check%n".formatted(node, Homelab.address(network, node)));
    }
    return text.toString();
  }

  private String keepalived(String network, Path script) {
    return tuned
        ? """
        global_defs {
          vrrp_version 3
          script_user root
          enable_script_security
        }
        vrrp_script haproxy {
          script "%s"
          interval 1
          fall 2
          rise 2
        }
        vrrp_instance main {
          state BACKUP
          interface eth0
          virtual_router_id 51
          priority 100
          advert_int 0.1
          virtual_ipaddress { %s.%d/24 }
          track_script { haproxy }
        }
        """
            .formatted(script, network, VIP)
        : """
        vrrp_instance main {
          state BACKUP
          interface eth0
          virtual_router_id 51
          priority 100
          advert_int 1
          authentication {
            auth_type PASS
            auth_pass secret
          }
          virtual_ipaddress { %s.%d/24 }
        }
        """
            .formatted(network, VIP);
  }
}
