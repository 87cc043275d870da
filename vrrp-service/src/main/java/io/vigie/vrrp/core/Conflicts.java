package io.vigie.vrrp.core;

import io.vigie.event.PeerConflict;
import io.vigie.event.PeerConflict.ConflictKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What peers do that does not go together with us: told once when it begins, once when it has not
 * been seen for {@value #QUIET_SECONDS} s. At most {@value #MOST} at a time; further ones are not
 * told.
 */
record Conflicts(Map<Key, Long> lastSeenNanos) {

  static final int MOST = 64;
  static final int QUIET_SECONDS = 30;
  static final Conflicts NONE = new Conflicts(Map.of());

  private static final long QUIET_NANOS = Duration.ofSeconds(QUIET_SECONDS).toNanos();

  /** What conflicts: one state. */
  record Key(String vip, ConflictKind kind, String peer) {}

  /** What is to be told. */
  record Change(Conflicts next, List<PeerConflict> told) {}

  Conflicts {
    lastSeenNanos = Map.copyOf(lastSeenNanos);
  }

  /** One was seen. */
  Change seen(Router router, ConflictKind kind, String peer, String detail, long now) {
    Key key = new Key(router.vip(), kind, peer);
    boolean known = lastSeenNanos.containsKey(key);
    if (!known && lastSeenNanos.size() >= MOST) {
      return new Change(this, List.of());
    }
    Map<Key, Long> next = new HashMap<>(lastSeenNanos);
    next.put(key, now);
    return new Change(
        new Conflicts(next),
        known
            ? List.of()
            : List.of(
                new PeerConflict(router.vip(), peer, kind, true, detail, Advice.on(kind, router))));
  }

  /** Those that have not been seen for long are over. */
  Change settle(long now) {
    if (now - nextNanos(now + 1) < 0) {
      return new Change(this, List.of());
    }
    Map<Key, Long> next = new HashMap<>();
    List<PeerConflict> told = new ArrayList<>();
    lastSeenNanos.forEach(
        (key, seen) -> {
          if (now - seen >= QUIET_NANOS) {
            told.add(
                new PeerConflict(
                    key.vip(),
                    key.peer(),
                    key.kind(),
                    false,
                    "not seen for " + QUIET_SECONDS + " s",
                    ""));
          } else {
            next.put(key, seen);
          }
        });
    return new Change(new Conflicts(next), told);
  }

  /** When the next one is over. */
  long nextNanos(long never) {
    long next = never;
    for (long seen : lastSeenNanos.values()) {
      if (seen + QUIET_NANOS - next < 0) {
        next = seen + QUIET_NANOS;
      }
    }
    return next;
  }
}
