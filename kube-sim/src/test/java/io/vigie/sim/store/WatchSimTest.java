package io.vigie.sim.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a watcher folds is what a list says, at every point and after every loss of history. */
class WatchSimTest {

  private static final Resource THINGS = new Resource("g", "things");
  private static final int RUNS = Integer.getInteger("vigie.runs", 200);
  private static final int STEPS = 600;

  @Test
  void aFoldedWatchIsTheList() {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int run = 0; run < (only == null ? RUNS : 1); run++) {
      long seed = first + run;
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void run(Random random) {
    ObjectStore store = new ObjectStore(300, 40_000);
    Watcher quick = new Watcher(store);
    Watcher slow = new Watcher(store);
    for (int i = 0; i < STEPS; i++) {
      act(store, random);
      quick.follow();
      assertEquals(listed(store), quick.seen);
      if (random.nextInt(50) == 0) {
        slow.follow();
        assertEquals(listed(store), slow.seen);
      }
    }
  }

  private static void act(ObjectStore store, Random random) {
    Resource resource = random.nextInt(4) == 0 ? new Resource("", "others") : THINGS;
    ObjectKey key = new ObjectKey(resource, "ns" + random.nextInt(3), "t" + random.nextInt(12));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> store.remove(key);
      case 3 -> {
        if (random.nextInt(20) == 0) {
          store.compact();
        }
      }
      default -> {
        ObjectNode object = Json.object().put("text", "x".repeat(random.nextInt(200)));
        store.put(key, object);
      }
    }
  }

  /** In pages of random size, during which nothing changes. */
  private static Map<String, Long> listed(ObjectStore store) {
    Map<String, Long> objects = new TreeMap<>();
    @Nullable Continue from = null;
    do {
      Listing listing = store.list(new Query(THINGS, "", _ -> true, 5, from));
      Listing.Page page = assertInstanceOf(Listing.Page.class, listing);
      page.items().forEach(object -> objects.put(object.key().path(), object.version()));
      from = page.next();
    } while (from != null);
    return objects;
  }

  /** Lists, follows, and lists again when it is too late. */
  private static final class Watcher {

    private final ObjectStore store;
    private final Map<String, Long> seen = new TreeMap<>();
    private long at;

    Watcher(ObjectStore store) {
      this.store = store;
    }

    void follow() {
      if (at < store.knownSince()) {
        seen.clear();
        seen.putAll(listed(store));
        at = store.version();
      }
      while (at < store.version()) {
        at++;
        Change change = requireNonNull(store.at(at));
        if (change.object().key().resource().equals(THINGS)) {
          fold(change);
        }
      }
    }

    private void fold(Change change) {
      String path = change.object().key().path();
      switch (change.type()) {
        case ADDED -> assertNull(seen.put(path, change.version()));
        case MODIFIED ->
            assertEquals(true, requireNonNull(seen.put(path, change.version())) < change.version());
        case DELETED -> assertEquals(true, requireNonNull(seen.remove(path)) < change.version());
      }
    }
  }
}
