package io.vigie.kit.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ports for people and machines that watch. */
public record ManagementConfig(
    @Key(meaning = "the address they listen on", def = "127.0.0.1", form = Form.IP) String bind,
    @Key(
            meaning = "TCP port by service",
            def = "{console: 9600, health: 9601, lb: 9602, vrrp: 9603, storage: 9604, db: 9605}",
            words = {"console", "health", "lb", "vrrp", "storage", "db"},
            min = "1",
            max = "65535")
        Map<String, Integer> ports,
    @Key(meaning = "bearer token for writes; without one, no writes", form = Form.TOKEN)
        @Nullable Secret token) {

  /** Where the services on this machine reach each other. */
  public String reachableAt() {
    return switch (bind) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "[::]" -> "::1";
      default -> bind;
    };
  }
}
