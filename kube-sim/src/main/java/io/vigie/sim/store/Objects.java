package io.vigie.sim.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes by the API's rules: names and ids given, versions compared, status apart from what is
 * wanted, generations counted, finalizers waited for. A write that changes nothing makes no
 * version.
 *
 * <p>Thread rule: any thread; each write is one step.
 */
public final class Objects {

  private static final List<String> OURS =
      List.of(
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink");

  private final ObjectStore store;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /**
   * Writes into a store.
   *
   * @param clock what objects say about when
   * @param ids a new uid each
   */
  public Objects(ObjectStore store, InstantSource clock, Supplier<String> ids) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What a deletion is bound to.
   *
   * @param uid the one it must have; empty for any
   * @param version the one it must have; empty for any
   * @param linger whether it is only marked, and goes when somebody ends it
   */
  public record Deletion(String uid, String version, boolean linger) {

    /** At once, whatever it is. */
    public static final Deletion NOW = new Deletion("", "", false);
  }

  /** Puts a new object there. It is changed: give a copy. */
  public Outcome create(Traits traits, ObjectKey key, ObjectNode object, boolean whole) {
    synchronized (store) {
      if (store.get(key) != null) {
        return Outcome.no(Refusal.exists(key.resource(), key.name()));
      }
      ObjectNode metadata = metadata(key, object);
      if (!metadata.path("resourceVersion").asText().isEmpty() && !whole) {
        return Outcome.no(
            Refusal.badRequest("resourceVersion should not be set on objects to be created"));
      }
      String uid = metadata.path("uid").asText();
      metadata.remove(OURS);
      metadata.put("uid", whole && !uid.isEmpty() ? uid : ids.get());
      metadata.put("creationTimestamp", now());
      if (traits.generation()) {
        metadata.put("generation", 1);
      }
      return new Outcome.Done(store.put(key, object), true);
    }
  }

  /**
   * Puts an object in place of the one that is there. It is changed: give a copy.
   *
   * @param check what is wrong with what would be stored; null if nothing
   */
  public Outcome update(
      Traits traits,
      ObjectKey key,
      ObjectNode object,
      Part part,
      Function<ObjectNode, @Nullable Refusal> check) {
    synchronized (store) {
      Stored before = store.get(key);
      if (before == null) {
        return Outcome.no(Refusal.notFound(key.resource(), key.name()));
      }
      ObjectNode metadata = metadata(key, object);
      Refusal stale = stale(traits, before, metadata, part);
      if (stale != null) {
        return Outcome.no(stale);
      }
      ObjectNode old = before.read();
      ObjectNode next = merged(traits, old, object, part);
      Refusal wrong = check.apply(next);
      return wrong == null ? write(traits, before, old, next) : Outcome.no(wrong);
    }
  }

  /** Takes an object away, or marks it if somebody has to finish first. */
  public Outcome delete(ObjectKey key, Deletion how) {
    synchronized (store) {
      Stored before = store.get(key);
      if (before == null) {
        return Outcome.no(Refusal.notFound(key.resource(), key.name()));
      }
      String unlike = unlike(before, how);
      if (!unlike.isEmpty()) {
        return Outcome.no(Refusal.conflict(key.resource(), key.name(), unlike));
      }
      ObjectNode object = before.read();
      ObjectNode metadata = Json.object(object, "metadata");
      if (metadata.path("finalizers").isEmpty() && !how.linger()) {
        return new Outcome.Done(gone(key), false);
      }
      if (metadata.has("deletionTimestamp")) {
        return new Outcome.Done(before, true);
      }
      metadata.put("deletionTimestamp", now());
      metadata.put("deletionGracePeriodSeconds", 0);
      return new Outcome.Done(store.put(key, object), true);
    }
  }

  private Stored gone(ObjectKey key) {
    return java.util.Objects.requireNonNull(store.remove(key));
  }

  private Outcome write(Traits traits, Stored before, ObjectNode old, ObjectNode next) {
    ObjectKey key = before.key();
    ObjectNode metadata = Json.object(next, "metadata");
    if (metadata.has("deletionTimestamp")
        && metadata.path("finalizers").isEmpty()
        && !old.path("metadata").path("finalizers").isEmpty()) {
      return new Outcome.Done(gone(key), false);
    }
    metadata.put("resourceVersion", Long.toString(before.version()));
    if (next.equals(old)) {
      return new Outcome.Done(before, true);
    }
    if (traits.generation() && !wanted(traits, next).equals(wanted(traits, old))) {
      metadata.put("generation", old.path("metadata").path("generation").asLong() + 1);
    }
    return new Outcome.Done(store.put(key, next), true);
  }

  private static @Nullable Refusal stale(
      Traits traits, Stored before, ObjectNode metadata, Part part) {
    ObjectKey key = before.key();
    String uid = metadata.path("uid").asText();
    if (!uid.isEmpty() && !uid.equals(before.uid()) && part != Part.WHOLE) {
      return Refusal.conflict(
          key.resource(),
          key.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, before.uid()));
    }
    String version = metadata.path("resourceVersion").asText();
    if (part == Part.WHOLE || version.equals(Long.toString(before.version()))) {
      return null;
    }
    if (!version.isEmpty()) {
      return Refusal.conflict(
          key.resource(),
          key.name(),
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    return traits.unconditional()
        ? null
        : Refusal.invalid(
            key.resource(),
            traits.kind(),
            key.name(),
            List.of(
                new Refusal.Cause(
                    "FieldValueInvalid",
                    "Invalid value: 0x0: must be specified for an update",
                    "metadata.resourceVersion")));
  }

  /** What is stored next: each part from the one who may write it. */
  private static ObjectNode merged(Traits traits, ObjectNode old, ObjectNode given, Part part) {
    if (part == Part.STATUS) {
      ObjectNode next = old.deepCopy();
      return copy(next, "status", given);
    }
    ObjectNode metadata = Json.object(given, "metadata");
    OURS.forEach(name -> copy(metadata, name, old.path("metadata")));
    if (part == Part.MAIN && traits.status()) {
      copy(given, "status", old);
    }
    return given;
  }

  private static ObjectNode copy(ObjectNode to, String name, JsonNode from) {
    JsonNode value = from.get(name);
    if (value == null) {
      to.remove(name);
    } else {
      to.set(name, value);
    }
    return to;
  }

  /** What a change of counts as a new generation. */
  private static ObjectNode wanted(Traits traits, ObjectNode object) {
    ObjectNode wanted = object.deepCopy();
    wanted.remove("metadata");
    if (traits.status()) {
      wanted.remove("status");
    }
    return wanted;
  }

  private static ObjectNode metadata(ObjectKey key, ObjectNode object) {
    ObjectNode metadata = Json.object(object, "metadata");
    metadata.put("name", key.name());
    if (key.namespace().isEmpty()) {
      metadata.remove("namespace");
    } else {
      metadata.put("namespace", key.namespace());
    }
    metadata.remove("managedFields");
    return metadata;
  }

  private static String unlike(Stored before, Deletion how) {
    if (!how.uid().isEmpty() && !how.uid().equals(before.uid())) {
      return "Precondition failed: UID in precondition: %s, UID in object meta: %s"
          .formatted(how.uid(), before.uid());
    }
    String version = Long.toString(before.version());
    if (!how.version().isEmpty() && !how.version().equals(version)) {
      return "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object"
              .formatted(how.version())
          + " meta: "
          + version;
    }
    return "";
  }

  private String now() {
    return Instant.ofEpochMilli(clock.millis()).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
