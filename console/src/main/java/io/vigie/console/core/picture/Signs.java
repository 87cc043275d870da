package io.vigie.console.core.picture;

import io.vigie.event.NodeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signs of life of all services. Thread rule: one thread.
 *
 * <p>A service is present that gave one within {@link NodeView#PRESENT}.
 */
final class Signs {

  /** More is not a cluster. */
  private static final int MOST = 1_024;

  /** By {@code host/service}. */
  private final Map<String, Sign> signs = new HashMap<>();

  /**
   * Of one service.
   *
   * @param cameAt when it came, on this machine's clock
   * @param lastAt when it gave the last one
   */
  private record Sign(Instant cameAt, Instant lastAt, long lastNanos, @Nullable String version) {

    boolean present(long now) {
      return now - lastNanos <= NodeView.PRESENT.toNanos();
    }
  }

  /** It gave a sign of life, and perhaps said its version. */
  void alive(String host, String service, @Nullable String version, Moment now) {
    String name = host + "/" + service;
    Sign before = signs.get(name);
    if (before == null) {
      if (signs.size() < MOST) {
        signs.put(name, new Sign(now.wall(), now.wall(), now.nanos(), version));
      }
      return;
    }
    signs.put(
        name,
        new Sign(
            before.present(now.nanos()) ? before.cameAt() : now.wall(),
            now.wall(),
            now.nanos(),
            version == null ? before.version() : version));
  }

  /** Whether it is there. */
  boolean present(String host, String service, long now) {
    Sign sign = signs.get(host + "/" + service);
    return sign != null && sign.present(now);
  }

  /** When it came, if it is there; when it was last heard, if it is not. */
  Optional<Instant> turnedAt(String host, String service, long now) {
    return Optional.ofNullable(signs.get(host + "/" + service))
        .map(sign -> sign.present(now) ? sign.cameAt() : sign.lastAt());
  }

  /** What it said it is a version of. */
  Optional<String> version(String host, String service) {
    return Optional.ofNullable(signs.get(host + "/" + service)).map(Sign::version);
  }

  /** The services that were ever heard on a host, sorted. */
  List<String> services(String host) {
    List<String> names = new ArrayList<>();
    for (String name : signs.keySet()) {
      if (name.startsWith(host + "/")) {
        names.add(name.substring(host.length() + 1));
      }
    }
    names.sort(null);
    return names;
  }
}
