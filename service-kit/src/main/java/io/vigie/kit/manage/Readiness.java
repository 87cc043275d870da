package io.vigie.kit.manage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a service can do its own job, now.
 *
 * <p>Only what the service itself answers for is a reason: listeners, loops. Kafka, other services
 * and backends are warnings, lest both balancers hand over to nobody.
 *
 * @param reasons why it is not ready; empty if it is
 * @param warnings what a person should know all the same
 */
public record Readiness(List<String> reasons, List<String> warnings) {

  public Readiness {
    reasons = List.copyOf(reasons);
    warnings = List.copyOf(warnings);
  }

  /** Ready, and nothing to say. */
  public static Readiness yes() {
    return new Readiness(List.of(), List.of());
  }

  /** Not ready, for this reason. */
  public static Readiness no(String reason) {
    return new Readiness(List.of(reason), List.of());
  }

  /** Whether it is ready. */
  @JsonProperty(value = "ready", index = 0)
  public boolean ready() {
    return reasons.isEmpty();
  }

  /** The same with more warnings. */
  public Readiness withWarnings(List<String> more) {
    return new Readiness(reasons, Stream.concat(warnings.stream(), more.stream()).toList());
  }
}
