package io.vigie.kit.config;

import java.util.ArrayList;
import java.util.List;

/** No two of all that listens on a machine get in each other's way. */
final class ListenRules {

  private record Listener(KeyPath path, String shown, ListenAddress address) {}

  private ListenRules() {}

  static void everyoneListensApart(VigieConfig config, Findings findings) {
    List<Listener> seen = new ArrayList<>();
    for (Listener mine : listeners(config, findings)) {
      seen.stream()
          .filter(other -> other.address.overlaps(mine.address))
          .findFirst()
          .ifPresent(
              other -> {
                boolean swap = findings.isWritten(other.path) && !findings.isWritten(mine.path);
                report(swap ? other : mine, swap ? mine : other, findings);
              });
      seen.add(mine);
    }
  }

  private static List<Listener> listeners(VigieConfig config, Findings findings) {
    List<Listener> listeners = new ArrayList<>();
    ManagementConfig management = config.management();
    management
        .ports()
        .forEach(
            (service, port) -> {
              KeyPath path = KeyPath.of("management", "ports", service);
              if (findings.sound(path, KeyPath.of("management", "bind"))) {
                IpText.address(management.bind())
                    .map(ip -> new ListenAddress(ip, port))
                    .map(address -> new Listener(path, management.bind() + ":" + port, address))
                    .ifPresent(listeners::add);
              }
            });
    config
        .frontends()
        .forEach(
            (name, frontend) ->
                ListenAddress.parse(frontend.listen())
                    .map(
                        address ->
                            new Listener(
                                KeyPath.of("frontends", name, "listen"),
                                frontend.listen(),
                                address))
                    .ifPresent(listeners::add));
    return listeners;
  }

  private static void report(Listener mine, Listener other, Findings findings) {
    boolean same = mine.address.equals(other.address);
    findings.error(
        mine.path,
        "%s is %s, %s %s (%s)"
            .formatted(
                mine.path.quoted(),
                mine.shown,
                same ? "the same as" : "which overlaps",
                other.path.quoted(),
                other.shown),
        "an address and port of its own",
        same
            ? "use another port; or one frontend, with routes by TLS server name"
            : "0.0.0.0 takes every IPv4 address, [::] every address of both families");
  }
}
