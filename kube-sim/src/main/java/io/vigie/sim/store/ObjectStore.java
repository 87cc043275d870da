package io.vigie.sim.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects, under one counter: each write makes the next resource version. The latest changes
 * are remembered, for watches and for lists in pages, which stay as of their first page.
 *
 * <p>It stores what it is given; the rules of writing are {@link Objects}'.
 *
 * <p>Thread rule: any thread, one at a time. Listeners are called by the writer, in order, before
 * the write returns.
 */
public final class ObjectStore {

  private final Map<Resource, NavigableMap<String, Stored>> objects = new HashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final History history;
  private long version;
  private boolean dry;

  /**
   * Empty.
   *
   * @param most how many changes are remembered
   * @param mostBytes how many bytes of objects they may hold
   */
  public ObjectStore(int most, long mostBytes) {
    this(most, mostBytes, 0, List.of());
  }

  /**
   * As it was before; no change of then is remembered.
   *
   * @param version the last one that was made
   */
  public ObjectStore(int most, long mostBytes, long version, List<Stored> before) {
    this.version = version;
    this.history = new History(most, mostBytes, version);
    before.forEach(object -> of(object.key().resource()).put(object.key().path(), object));
  }

  /** The last version that was made. */
  public synchronized long version() {
    return version;
  }

  /** The version after which every change is remembered. */
  public synchronized long knownSince() {
    return history.knownSince();
  }

  /** How many objects there are. */
  public synchronized int size() {
    return objects.values().stream().mapToInt(Map::size).sum();
  }

  /** Everything there is. */
  public synchronized List<Stored> everything() {
    return objects.values().stream().flatMap(some -> some.values().stream()).toList();
  }

  /** The object, null if there is none. */
  public synchronized @Nullable Stored get(ObjectKey key) {
    return of(key.resource()).get(key.path());
  }

  /** Puts it there, in place of the one before. */
  public synchronized Stored put(ObjectKey key, ObjectNode object) {
    Stored stored = Stored.of(key, version + 1, object);
    if (dry) {
      return stored;
    }
    Stored before = of(key.resource()).put(key.path(), stored);
    made(before == null ? Change.Type.ADDED : Change.Type.MODIFIED, stored, before);
    return stored;
  }

  /** Takes it away; its last state, or null if there was none. */
  public synchronized @Nullable Stored remove(ObjectKey key) {
    Stored before = of(key.resource()).get(key.path());
    if (before == null || dry) {
      return before;
    }
    of(key.resource()).remove(key.path());
    Stored last = Stored.of(key, version + 1, before.read());
    made(Change.Type.DELETED, last, before);
    return last;
  }

  /** Writes as if, and leaves everything as it is; what is written can be seen in the result. */
  public synchronized <T> T tried(Supplier<T> writes) {
    dry = true;
    try {
      return writes.get();
    } finally {
      dry = false;
    }
  }

  /** Whether writes are only tried now. */
  public synchronized boolean isTrying() {
    return dry;
  }

  /** Some of the objects of one kind, as they are now or as they were on the first page. */
  public synchronized Listing list(Query query) {
    Continue from = query.from();
    if (from == null) {
      return page(query, inside(query), version);
    }
    if (from.version() < history.knownSince() || from.version() > version) {
      return new Listing.Expired();
    }
    NavigableMap<String, Stored> then =
        asOf(query.resource(), inside(query), query.namespace(), from.version());
    return page(query, then.tailMap(from.after(), false), from.version());
  }

  /** The change that made this version; null if it is forgotten or was not made yet. */
  public synchronized @Nullable Change at(long made) {
    return history.at(made);
  }

  /** Forgets all changes: whoever is not at the last version has to list again. */
  public synchronized void compact() {
    history.forget();
  }

  /** Tells of every change from now on, until the result is run. */
  public synchronized Runnable listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void made(Change.Type type, Stored object, @Nullable Stored before) {
    version++;
    Change change = new Change(version, type, object, before);
    history.add(change);
    listeners.forEach(listener -> listener.accept(change));
  }

  private NavigableMap<String, Stored> of(Resource resource) {
    return objects.computeIfAbsent(resource, _ -> new TreeMap<>());
  }

  private NavigableMap<String, Stored> inside(Query query) {
    NavigableMap<String, Stored> all = of(query.resource());
    String namespace = query.namespace();
    return namespace.isEmpty()
        ? all
        : all.subMap(namespace + "/", true, namespace + "0", false); // '0' follows '/'
  }

  /** The objects as they were: what has changed since is taken back. */
  private NavigableMap<String, Stored> asOf(
      Resource resource, NavigableMap<String, Stored> now, String namespace, long then) {
    Map<String, @Nullable Stored> back = new HashMap<>();
    for (long at = version; at > then; at--) {
      Change change = history.at(at);
      if (change != null
          && change.object().key().resource().equals(resource)
          && (namespace.isEmpty() || change.object().key().namespace().equals(namespace))) {
        back.put(change.object().key().path(), change.before());
      }
    }
    if (back.isEmpty()) {
      return now;
    }
    NavigableMap<String, Stored> all = new TreeMap<>(now);
    back.forEach(
        (path, before) -> {
          if (before == null) {
            all.remove(path);
          } else {
            all.put(path, before);
          }
        });
    return all;
  }

  private static Listing.Page page(Query query, NavigableMap<String, Stored> from, long asOf) {
    List<Stored> items = new ArrayList<>();
    for (Stored object : from.values()) {
      if (!query.fits().test(object)) {
        continue;
      }
      if (query.limit() > 0 && items.size() == query.limit()) {
        String last = items.getLast().key().path();
        int left = from.tailMap(last, false).size();
        return new Listing.Page(asOf, items, new Continue(asOf, last), left);
      }
      items.add(object);
    }
    return new Listing.Page(asOf, items, null, 0);
  }
}
