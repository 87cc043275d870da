package io.vigie.sim.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a list in pages goes on.
 *
 * @param version what the whole list is as of
 * @param after the path of the last object that was listed
 */
public record Continue(long version, String after) {

  /** As {@code metadata.continue}. */
  public String token() {
    ObjectNode token = Json.object().put("v", "meta.k8s.io/v1").put("rv", version);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.bytes(token.put("start", after + "\u0000")));
  }

  /** From {@link #token}; null if it is none. */
  public static @Nullable Continue of(String token) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.UTF_8));
      JsonNode read = Json.parse(json);
      String start = read.path("start").asText();
      return read.path("rv").canConvertToLong() && start.endsWith("\u0000")
          ? new Continue(read.path("rv").asLong(), start.substring(0, start.length() - 1))
          : null;
    } catch (IllegalArgumentException | IOException e) {
      return null;
    }
  }
}
