package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Change;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Listing;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Objects;
import io.vigie.sim.store.Objects.Deletion;
import io.vigie.sim.store.Outcome;
import io.vigie.sim.store.Part;
import io.vigie.sim.store.Query;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import io.vigie.sim.store.Traits;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of which there is only the API: kinds, objects, and the rules by which they are
 * written. Nothing in it acts by itself.
 *
 * <p>Thread rule: any thread; each write is one step.
 */
public final class Cluster {

  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final ObjectStore store;
  private final Objects objects;
  private final Types types = new Types();
  private final InstantSource clock;
  private final Supplier<String> ids;

  /**
   * Over what is stored.
   *
   * @param clock what objects say about when
   * @param ids a new uid each
   */
  public Cluster(ObjectStore store, InstantSource clock, Supplier<String> ids) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.objects = new Objects(store, clock, ids);
    if (store.list(Query.all(BuiltIns.DEFINITIONS, "")) instanceof Listing.Page all) {
      all.items().forEach(definition -> types.put(Definitions.type(definition.read())));
    }
    NAMESPACES.forEach(this::namespace);
  }

  /** The kinds there are. */
  public Types types() {
    return types;
  }

  /** What is stored. */
  public ObjectStore store() {
    return store;
  }

  /** Makes an object. What is given is changed: give a copy. */
  public Written create(Target asked, ObjectNode given, Unknown unknown) {
    synchronized (store) {
      Refusal misaddressed = Admission.addressed(asked, given);
      if (misaddressed != null) {
        return Written.no(misaddressed);
      }
      Target target = asked.named(nameOf(asked, given));
      Refusal unplaced = unplaced(target);
      return unplaced == null ? make(target, given, unknown, false) : Written.no(unplaced);
    }
  }

  /** Puts an object in place of the one that is there. What is given is changed: give a copy. */
  public Written replace(Target target, ObjectNode given, Part part, Unknown unknown) {
    synchronized (store) {
      Refusal misaddressed = Admission.addressed(target, given);
      if (misaddressed != null) {
        return Written.no(misaddressed);
      }
      String name = given.path("metadata").path("name").asText();
      if (!name.isEmpty() && !name.equals(target.name())) {
        return Written.no(
            Refusal.badRequest(
                "the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, target.name())));
      }
      return change(target, given, part, unknown);
    }
  }

  /** Changes an object; with {@link Patch.Apply} it is made if it is not there. */
  public Written patch(Target target, Patch patch, Part part, Unknown unknown) {
    synchronized (store) {
      Stored before = store.get(target.key());
      if (before == null && patch instanceof Patch.Apply(ObjectNode wanted) && part == Part.MAIN) {
        return create(target, wanted, unknown);
      }
      if (before == null) {
        return Written.no(Refusal.notFound(target.type().resource(), target.name()));
      }
      ObjectNode object = before.read().put("apiVersion", target.apiVersion());
      return switch (Patches.apply(target, object, patch)) {
        case Patches.Patched.Bad(Refusal why) -> Written.no(why);
        case Patches.Patched.Good(ObjectNode changed) -> replace(target, changed, part, unknown);
      };
    }
  }

  /** Takes an object away; a namespace or a definition with all that is in it. */
  public Written delete(Target target, Deletion how) {
    synchronized (store) {
      boolean linger = how.linger() && target.type().resource().equals(BuiltIns.PODS);
      Deletion exact = new Deletion(how.uid(), how.version(), linger && isStranded(target.key()));
      Outcome outcome = objects.delete(target.key(), exact);
      if (outcome instanceof Outcome.Done done && !done.still()) {
        cleared(target, done.object());
      }
      return new Written(outcome, false, List.of());
    }
  }

  /**
   * For those who play the cluster: puts an object there as it is, status and all, whatever was
   * there before; its namespace is made if it is missing.
   *
   * @throws IllegalArgumentException if there is no such kind, or it is not as its schema says
   */
  public Stored put(ObjectNode given) {
    synchronized (store) {
      ObjectNode object = given.deepCopy();
      Target target = targetOf(object);
      if (!target.namespace().isEmpty()) {
        namespace(target.namespace());
      }
      Refusal misaddressed = Admission.addressed(target, object);
      if (misaddressed != null) {
        return Written.no(misaddressed).orThrow();
      }
      return store.get(target.key()) == null
          ? make(target, object, Unknown.WARN, true).orThrow()
          : change(target, object, Part.WHOLE, Unknown.WARN).orThrow();
    }
  }

  /**
   * For those who play the cluster: merges changes (RFC 7386) into an object, status and all.
   *
   * @throws IllegalArgumentException if there is no such object, or it is not as its schema says
   */
  public Stored merge(Resource resource, String namespace, String name, ObjectNode changes) {
    synchronized (store) {
      ResourceType type = types.at(resource);
      if (type == null) {
        throw new IllegalArgumentException("no such kind: " + resource);
      }
      Target target = new Target(type, type.versions().getFirst(), namespace, name);
      return patch(target, new Patch.Merge(changes), Part.WHOLE, Unknown.WARN).orThrow();
    }
  }

  /**
   * For those who play the cluster: takes an object away, whoever waits; false if there is none.
   */
  public boolean remove(Resource resource, String namespace, String name) {
    return store.remove(new ObjectKey(resource, namespace, name)) != null;
  }

  /** For those who play the cluster: calls with every change from now on. */
  public Runnable listen(java.util.function.Consumer<Change> listener) {
    return store.listen(listener);
  }

  private Written make(Target target, ObjectNode given, Unknown unknown, boolean whole) {
    List<String> warnings = new ArrayList<>();
    Refusal misshaped = Admission.shaped(target, given, unknown, warnings);
    if (misshaped != null) {
      return Written.no(misshaped);
    }
    boolean definition = target.type().resource().equals(BuiltIns.DEFINITIONS);
    ObjectNode bare = given;
    if (target.version().status() && !whole && !isNode(target)) {
      bare.remove("status");
    }
    Refusal wrong = Admission.checked(target, bare);
    if (wrong != null) {
      return Written.no(wrong);
    }
    Admission.completed(target, bare);
    if (definition) {
      Definitions.establish(bare, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    Outcome outcome = objects.create(traits(target), target.key(), bare, whole);
    if (definition && outcome instanceof Outcome.Done done) {
      defined(done.object());
    }
    return new Written(outcome, true, warnings);
  }

  private Written change(Target target, ObjectNode given, Part part, Unknown unknown) {
    List<String> warnings = new ArrayList<>();
    Refusal misshaped = Admission.shaped(target, given, unknown, warnings);
    if (misshaped != null) {
      return Written.no(misshaped);
    }
    boolean definition = target.type().resource().equals(BuiltIns.DEFINITIONS);
    Outcome outcome =
        objects.update(
            traits(target), target.key(), given, part, next -> Admission.checked(target, next));
    if (definition && outcome instanceof Outcome.Done done) {
      defined(done.object());
    }
    if (outcome instanceof Outcome.Done done && !done.still()) {
      cleared(target, done.object());
    }
    return new Written(outcome, false, warnings);
  }

  private void defined(Stored definition) {
    if (!store.isTrying()) {
      types.put(Definitions.type(definition.read()));
    }
  }

  /** What goes with a namespace or a definition. */
  private void cleared(Target target, Stored gone) {
    if (store.isTrying()) {
      return;
    }
    if (target.type().resource().equals(BuiltIns.DEFINITIONS)) {
      Resource resource = Definitions.type(gone.read()).resource();
      types.remove(resource);
      all(resource, "").forEach(object -> store.remove(object.key()));
    } else if (target.type().resource().equals(BuiltIns.NAMESPACES)) {
      for (ResourceType type : types.all()) {
        if (type.namespaced()) {
          all(type.resource(), target.name()).forEach(object -> store.remove(object.key()));
        }
      }
    }
  }

  private List<Stored> all(Resource resource, String namespace) {
    return store.list(Query.all(resource, namespace)) instanceof Listing.Page page
        ? page.items()
        : List.of();
  }

  /** Why it cannot be put there; null if it can. */
  private @Nullable Refusal unplaced(Target target) {
    if (target.type().namespaced()
        && store.get(new ObjectKey(BuiltIns.NAMESPACES, "", target.namespace())) == null) {
      return Refusal.notFound(BuiltIns.NAMESPACES, target.namespace());
    }
    return Admission.named(target);
  }

  /** Whether nobody is left on its node who could end it. */
  private boolean isStranded(ObjectKey pod) {
    Stored object = store.get(pod);
    String node = object == null ? "" : object.read().path("spec").path("nodeName").asText();
    Stored host = node.isEmpty() ? null : store.get(new ObjectKey(BuiltIns.NODES, "", node));
    if (host == null) {
      return false;
    }
    for (var condition : host.read().path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return !condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private Target targetOf(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText();
    ResourceType type = types.of(apiVersion, object.path("kind").asText());
    if (type == null) {
      throw new IllegalArgumentException(
          "no such kind: " + apiVersion + " " + object.path("kind").asText());
    }
    TypeVersion version = type.version(apiVersion.substring(apiVersion.indexOf('/') + 1));
    String namespace =
        type.namespaced() ? object.path("metadata").path("namespace").asText("default") : "";
    String name = object.path("metadata").path("name").asText();
    return new Target(type, java.util.Objects.requireNonNull(version), namespace, name);
  }

  private String nameOf(Target asked, ObjectNode given) {
    String name = given.path("metadata").path("name").asText(asked.name());
    String stem = given.path("metadata").path("generateName").asText();
    return name.isEmpty() && !stem.isEmpty() ? stem + ids.get().substring(0, 5) : name;
  }

  private void namespace(String name) {
    if (store.get(new ObjectKey(BuiltIns.NAMESPACES, "", name)) == null) {
      ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
      namespace.putObject("metadata").put("name", name);
      Target target = targetOf(namespace);
      Admission.completed(target, namespace);
      objects.create(traits(target), target.key(), namespace, true);
    }
  }

  private static boolean isNode(Target target) {
    return target.type().resource().equals(BuiltIns.NODES);
  }

  private static Traits traits(Target target) {
    boolean core = target.type().resource().group().isEmpty();
    boolean lease = target.type().resource().plural().equals("leases") && !target.type().custom();
    return new Traits(
        target.type().kind(), target.version().status(), !core && !lease, !target.type().custom());
  }
}
