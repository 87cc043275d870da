package io.vigie.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as the core decided it: with its id and its causes, not yet with its place in a source.
 *
 * <p>The id is an argument of the core, as time is; so a later fact can name an earlier one without
 * waiting for anybody.
 *
 * @param id UUIDv7, RFC 9562 §5.7
 * @param event what happened
 * @param causationId the event that tipped the decision; none for a root
 * @param correlationId the root of the chain; the own id for a root
 * @param because up to {@value #MOST_BECAUSE} other causes
 */
public record Fact(
    String id,
    Event event,
    @Nullable String causationId,
    String correlationId,
    List<String> because) {

  /** The most other causes an event names. */
  public static final int MOST_BECAUSE = 8;

  public Fact {
    because = List.copyOf(because.subList(0, Math.min(because.size(), MOST_BECAUSE)));
  }

  /** A fact that no event caused. */
  public static Fact root(String id, Event event) {
    return new Fact(id, event, null, id, List.of());
  }

  /** A fact that {@code cause} tipped. */
  public static Fact causedBy(String id, Event event, Ref cause) {
    return new Fact(id, event, cause.id(), cause.correlationId(), List.of());
  }

  /** A fact with {@code cause} behind it, or a root where there is none. */
  public static Fact of(String id, Event event, @Nullable Ref cause) {
    return cause == null ? root(id, event) : causedBy(id, event, cause);
  }

  /** The same fact with more causes named. */
  public Fact because(List<String> others) {
    return new Fact(id, event, causationId, correlationId, others);
  }

  /** How a later fact names this one as its cause. */
  public Ref ref() {
    return new Ref(id, correlationId);
  }

  /**
   * What a fact needs to know of its cause.
   *
   * @param id the cause's id
   * @param correlationId the root of the cause's chain
   */
  public record Ref(String id, String correlationId) {}
}
