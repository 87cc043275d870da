package io.vigie.kit.config;

import io.vigie.kit.config.CheckConfig.Identity;
import io.vigie.kit.config.CheckConfig.Step;
import io.vigie.kit.config.CheckConfig.Verify;

/** What must hold between the keys of a check. */
final class CheckRules {

  private CheckRules() {}

  static void intervalsFit(VigieConfig config, Findings findings) {
    config
        .checks()
        .forEach(
            (name, check) -> {
              KeyPath path = KeyPath.of("checks", name, "fastInterval");
              if (check.fastInterval().compareTo(check.interval()) > 0
                  && findings.sound(path, KeyPath.of("checks", name, "interval"))) {
                findings.warning(
                    path,
                    "%s is %s, longer than `interval` (%s): doubt is probed more slowly than health"
                        .formatted(
                            path.quoted(),
                            Durations.format(check.fastInterval()),
                            Durations.format(check.interval())),
                    "fastInterval ≤ interval",
                    "");
              }
            });
  }

  static void identitiesAreWhole(VigieConfig config, Findings findings) {
    config
        .checks()
        .forEach(
            (name, check) -> {
              KeyPath path = KeyPath.of("checks", name, "identity");
              Identity identity = check.identity();
              if (identity == null
                  || !findings.sound(
                      path, path.then("certificate"), path.then("key"), path.then("token"))) {
                return;
              }
              boolean certificate = identity.certificate() != null;
              if (certificate != (identity.key() != null)) {
                findings.error(
                    path,
                    "%s has a %s alone"
                        .formatted(path.quoted(), certificate ? "certificate" : "key"),
                    "certificate and key together",
                    "");
              } else if (!certificate && identity.token() == null) {
                findings.error(
                    path,
                    "%s says nothing".formatted(path.quoted()),
                    "certificate and key, or token, or the word kubeconfig",
                    "");
              }
            });
  }

  static void scriptStepsDoOneThing(VigieConfig config, Findings findings) {
    config
        .checks()
        .forEach(
            (name, check) -> {
              for (int i = 0; i < check.script().size(); i++) {
                KeyPath path = KeyPath.of("checks", name, "script").item(i);
                Step step = check.script().get(i);
                if ((step.send() == null) == (step.expect() == null)
                    && findings.sound(path, path.then("send"), path.then("expect"))) {
                  findings.error(
                      path,
                      "%s has %s"
                          .formatted(path.quoted(), step.send() == null ? "neither" : "both"),
                      "send or expect",
                      "make it two steps: - send: … and - expect: …");
                }
              }
            });
  }

  static void authoritiesAreAsked(VigieConfig config, Findings findings) {
    config
        .checks()
        .forEach(
            (name, check) -> {
              KeyPath path = KeyPath.of("checks", name, "caFile");
              if (check.caFile() != null && check.verify() == Verify.NONE) {
                findings.warning(
                    path,
                    "%s means nothing with `verify: none`".formatted(path.quoted()),
                    "verify: required",
                    "remove one of the two");
              }
            });
  }
}
