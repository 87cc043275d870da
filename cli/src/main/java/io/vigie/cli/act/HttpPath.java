package io.vigie.cli.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Json;
import io.vigie.cli.act.Heard.Answer;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.manage.Management.Reply.Silent;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.util.Map;
import java.util.TreeSet;

/** Asks the services on this machine, for as long as Kafka is away. */
final class HttpPath {

  static final String PATH = "/v1/commands";

  private final VigieConfig config;

  HttpPath(VigieConfig config) {
    this.config = config;
  }

  /** Asks them; never throws. */
  Heard ask(CommandRequested wish) {
    String service = "this machine's " + ServiceName.LB.wire();
    try (Management management = new Management(config.management())) {
      Answer answer =
          switch (management.post(ServiceName.LB, PATH, Json.text(wish))) {
            case Answered(int status, JsonNode body) when status < 300 ->
                new Answer(Outcome.DONE, body.path("message").asText());
            case Answered(int status, JsonNode body) ->
                new Answer(
                    Outcome.REFUSED,
                    "%d %s (%s)"
                        .formatted(
                            status, body.path("error").asText(), body.path("hint").asText()));
            case Silent(String why) -> new Answer(Outcome.FAILED, why);
          };
      return new Heard(Map.of(service, answer), new TreeSet<>());
    }
  }
}
