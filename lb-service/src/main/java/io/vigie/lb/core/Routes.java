package io.vigie.lb.core;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pools by TLS server name. An exact name wins; then {@code *.example.org}, which matches one or
 * more labels in front, the longest first. Immutable.
 */
final class Routes {

  private final Map<String, String> exact = new HashMap<>();
  private final Map<String, String> below = new HashMap<>();
  private final @Nullable String otherwise;

  Routes(Map<String, String> routes, @Nullable String otherwise) {
    this.otherwise = otherwise;
    routes.forEach(
        (name, pool) -> {
          if (name.startsWith("*.")) {
            below.put(name.substring(2), pool);
          } else {
            exact.put(name, pool);
          }
        });
  }

  /** The pool for a server name in lower case, or null if there is none. */
  @Nullable String pool(@Nullable String serverName) {
    if (serverName == null || (exact.isEmpty() && below.isEmpty())) {
      return otherwise;
    }
    String pool = exact.get(serverName);
    int dot = serverName.indexOf('.');
    while (pool == null && dot >= 0 && !below.isEmpty()) {
      pool = below.get(serverName.substring(dot + 1));
      dot = serverName.indexOf('.', dot + 1);
    }
    return pool == null ? otherwise : pool;
  }
}
