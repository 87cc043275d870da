package io.vigie.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.ApiProblem;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for, as in openapi.yaml.
 *
 * @param target the node, or the VIP
 * @param to with a handover, the balancer that is to take it
 * @param by who asks
 * @param why why
 * @param force whether a refusal of the gate is overridden
 */
record Wish(
    Kind kind, String target, @Nullable String to, String by, @Nullable String why, boolean force) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final Set<Kind> KINDS =
      EnumSet.of(Kind.DRAIN, Kind.UNDRAIN, Kind.MAINTENANCE, Kind.READY, Kind.HANDOVER);
  private static final int MOST_BY = 200;
  private static final int MOST_WHY = 300;

  private static final String HINT =
      "send {\"kind\":\"drain\",\"target\":\"NODE\",\"by\":\"WHO\",\"why\":\"WHY\"}; kind is drain,"
          + " undrain, maintenance, ready, or handover with a VIP as target";

  /** As it is in JSON: nothing is checked yet. */
  private record Raw(
      @Nullable Kind kind,
      @Nullable String target,
      @Nullable String to,
      @Nullable String by,
      @Nullable String why,
      @Nullable Boolean force) {}

  /**
   * Reads and checks one.
   *
   * @throws ApiProblem if it is none, or what it is about is not there
   */
  static Wish read(@Nullable String body, VigieConfig config) {
    Raw raw;
    try {
      raw = JSON.readValue(body == null ? "" : body, Raw.class);
    } catch (JsonProcessingException e) {
      throw new ApiProblem(400, "not a command: " + e.getOriginalMessage(), HINT);
    }
    if (raw == null) {
      throw new ApiProblem(400, "not a command: null", HINT);
    }
    Kind kind = raw.kind();
    String target = raw.target();
    String by = raw.by();
    if (kind == null || !KINDS.contains(kind) || target == null) {
      throw new ApiProblem(400, "not a command for the console", HINT);
    }
    if (by == null || by.isBlank() || by.length() > MOST_BY) {
      throw new ApiProblem(400, "by: who asks, 1 to " + MOST_BY + " characters", HINT);
    }
    if (raw.why() != null && raw.why().length() > MOST_WHY) {
      throw new ApiProblem(400, "why: at most " + MOST_WHY + " characters", HINT);
    }
    Wish wish = new Wish(kind, target, raw.to(), by, raw.why(), Boolean.TRUE.equals(raw.force()));
    wish.check(config);
    return wish;
  }

  private void check(VigieConfig config) {
    if (kind == Kind.HANDOVER) {
      known("VIP", target, config.vips().keySet());
      if (to != null) {
        known("balancer", to, config.balancers().keySet());
      }
      return;
    }
    known("node", target, config.nodes().keySet());
    if (to != null) {
      throw new ApiProblem(400, "to: only with handover", HINT);
    }
  }

  private static void known(String what, String name, Collection<String> all) {
    if (!all.contains(name)) {
      throw new ApiProblem(
          404,
          "no " + what + " " + name,
          all.isEmpty() ? "the configuration has none" : "there are " + String.join(", ", all));
    }
  }

  /** Whether the gate is asked first. */
  boolean takesDown() {
    return kind == Kind.DRAIN || kind == Kind.MAINTENANCE;
  }
}
