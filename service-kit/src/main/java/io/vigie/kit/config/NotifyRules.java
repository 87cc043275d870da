package io.vigie.kit.config;

import io.vigie.kit.config.NotifyConfig.Occasion;
import java.net.URI;
import java.util.Set;

/** What must hold between the keys of a target of notifications. */
final class NotifyRules {

  private NotifyRules() {}

  static void targetsCanBeReached(VigieConfig config, Findings findings) {
    config
        .targets()
        .forEach(
            (name, target) -> {
              KeyPath path = KeyPath.of("notify", name);
              if (!findings.sound(path.then("type"), path.then("url"), path.then("command"))) {
                return;
              }
              boolean program = target.type() == NotifyConfig.Type.EXEC;
              if (program && target.command().isEmpty()) {
                missing(path.then("command"), "a program and its arguments", findings);
              } else if (!program && target.url() == null) {
                missing(path.then("url"), Form.WEBHOOK.description(), findings);
              }
            });
  }

  private static void missing(KeyPath path, String expected, Findings findings) {
    findings.error(path, "%s is missing".formatted(path.quoted()), expected, "");
  }

  /** A token that everybody on the way can read. */
  static void tokensAreHidden(VigieConfig config, Findings findings) {
    config
        .targets()
        .forEach(
            (name, target) -> {
              KeyPath path = KeyPath.of("notify", name, "token");
              Secret url = target.url();
              if (target.token() != null
                  && url != null
                  && findings.sound(path, KeyPath.of("notify", name, "url"))
                  && url.reveal().startsWith("http://")
                  && !isHere(url)) {
                findings.warning(
                    path,
                    "%s is sent without TLS".formatted(path.quoted()),
                    "a URL that begins with https://",
                    "");
              }
            });
  }

  /** Who is told nothing that happens here. */
  static void whatIsToldCanHappen(VigieConfig config, Findings findings) {
    config
        .targets()
        .forEach(
            (name, target) -> {
              KeyPath path = KeyPath.of("notify", name);
              boolean roles = target.occasions().equals(Set.of(Occasion.VIP_ROLE));
              if (roles && config.vips().isEmpty() && findings.sound(path, path.then("on"))) {
                findings.warning(
                    path,
                    "%s is told of `vip-role` alone, and there are no `vips`"
                        .formatted(path.quoted()),
                    "",
                    "add `on`, or remove it");
              }
            });
  }

  private static boolean isHere(Secret url) {
    String host = URI.create(url.reveal()).getHost().replaceAll("[\\[\\]]", "");
    return host.equals("localhost")
        || IpText.address(host).filter(ip -> ip.isLoopbackAddress()).isPresent();
  }
}
