package io.vigie.cli.act;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Failure;
import io.vigie.cli.Json;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.manage.Management.Reply.Silent;
import io.vigie.event.CommandRequested;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the vrrp-service on this machine, for as long as Kafka is away. */
final class LocalHandover implements AutoCloseable {

  private static final int CONFLICT = 409; // not active here
  private static final int LOOK_MILLIS = 200;
  private static final int OLD_MILLIS = 700; // what it shows is half a second old at most

  private final Management management;
  private final String vip;

  LocalHandover(ManagementConfig config, String vip) {
    this.management = new Management(config);
    this.vip = vip;
  }

  /**
   * Asks it.
   *
   * @param limit how long it is waited for somebody to take the VIP
   */
  Handed ask(CommandRequested wish, Duration limit) {
    if (!(management.get(ServiceName.VRRP, "/v1/state") instanceof Answered(int ok, var state)
        && ok == 200)) {
      return new Handed.Unanswered("this machine's vrrp-service does not answer either");
    }
    String here = state.path("host").asText();
    return switch (management.post(ServiceName.VRRP, HttpPath.PATH, Json.text(wish))) {
      case Answered(int status, _) when status == 200 -> taken(here, limit);
      case Answered(int status, _) when status == CONFLICT -> {
        JsonNode now = look();
        yield new Handed.Elsewhere(here, now.path("role").asText("?"), active(now));
      }
      case Answered(int status, JsonNode body) when status == 422 || status == 410 ->
          new Handed.Kept(here, body.path("error").asText());
      case Answered(int status, JsonNode body) ->
          new Handed.Kept(
              here,
              "%s (%d; %s)"
                  .formatted(body.path("error").asText(), status, body.path("hint").asText()));
      case Silent(String why) -> new Handed.Unanswered(why);
    };
  }

  /** It let go: its adverts will tell who took it. */
  private Handed taken(String here, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    pause(OLD_MILLIS);
    String active = active(look());
    while (active == null && System.nanoTime() - deadline < 0) {
      pause(LOOK_MILLIS);
      active = active(look());
    }
    return here.equals(active) ? new Handed.Back(here) : new Handed.Over(here, active, null);
  }

  private JsonNode look() {
    return management.get(ServiceName.VRRP, "/v1/state") instanceof Answered(_, JsonNode body)
        ? body.path("state").path("vips").path(vip)
        : Json.none();
  }

  private static @Nullable String active(JsonNode vip) {
    return vip.path("active").isTextual() ? vip.path("active").asText() : null;
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unknown("interrupted before it was known who took it");
    }
  }

  @Override
  public void close() {
    management.close();
  }
}
