package io.vigie.cli.safe;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Failure;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.manage.Management.Reply.Silent;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the storage-watchers within reach whether a node may be taken down: this machine's, and
 * while nobody knows, those of the balancers whose management is bound to more than loopback.
 */
public final class Gatekeeper {

  private final VigieConfig config;
  private final List<String> silent = new ArrayList<>();

  /** For the nodes and balancers of a configuration. */
  public Gatekeeper(VigieConfig config) {
    this.config = config;
  }

  /**
   * Asks; unknown if nobody answers.
   *
   * @throws Failure if who answers does not know the node
   */
  public Answer ask(String node) {
    if (config.kubernetes() == null) {
      return Answer.none(
          node,
          List.of("the configuration has no kubernetes: section, so nobody looks at the cluster"),
          "say there where the API servers are, and run storage");
    }
    Answer here = ask(node, new Management(config.management()));
    if (here != null && !here.verdict().equals("unknown")) {
      return here;
    }
    Answer best = here;
    for (VigieConfig.BalancerConfig balancer : config.balancers().values()) {
      String address = balancer.address();
      String at = address.contains(":") ? "[" + address + "]" : address;
      Answer there = ask(node, new Management(config.management(), at));
      if (there != null && !there.verdict().equals("unknown")) {
        return there;
      }
      best = best == null ? there : best;
    }
    return best == null
        ? Answer.none(node, silent, "run it on a balancer, where storage runs: vigie run storage")
        : best;
  }

  /** One machine's answer; null if it has none. */
  private @Nullable Answer ask(String node, Management machine) {
    String path = "/v1/safe/" + URLEncoder.encode(node, StandardCharsets.UTF_8);
    try (machine) {
      String by = machine.base(ServiceName.STORAGE).map(Object::toString).orElse("nobody");
      return switch (machine.get(ServiceName.STORAGE, path)) {
        case Answered(int status, JsonNode body) when status == 200 -> Answer.of(node, body, by);
        case Answered(int status, JsonNode body) when status == 404 && body.has("error") ->
            throw Failure.usage(body.path("error").asText() + "; " + body.path("hint").asText());
        case Answered(int status, JsonNode body) -> {
          silent.add("%s: %d %s".formatted(by, status, body.path("error").asText()));
          yield null;
        }
        case Silent(String why) -> {
          silent.add(why);
          yield null;
        }
      };
    }
  }
}
