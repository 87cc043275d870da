package io.vigie.sim.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Objects.Deletion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsTest {

  private static final Resource VOLUMES = new Resource("longhorn.io", "volumes");
  private static final ObjectKey KEY = new ObjectKey(VOLUMES, "ns", "a");
  private static final Traits TRAITS = new Traits("Volume", true, true, false);
  private static final Traits FREE = new Traits("Lease", false, false, true);

  private final ObjectStore store = new ObjectStore(100, 1 << 20);
  private int ids;
  private final Objects objects =
      new Objects(
          store,
          InstantSource.fixed(Instant.parse("2026-07-02T08:11:04.567Z")),
          () -> "uid-" + ++ids);

  @Test
  void aNewObjectGetsWhatTheServerGives() {
    ObjectNode made =
        done(
            create("{'metadata':{'uid':'mine','generation':9,'labels':{'a':'b'}},'spec':{'x':1}}"));
    assertEquals(
        json(
            "{'metadata':{'labels':{'a':'b'},'name':'a','namespace':'ns','uid':'uid-1',"
                + "'creationTimestamp':'2026-07-02T08:11:04Z','generation':1,"
                + "'resourceVersion':'1'},'spec':{'x':1}}"),
        made);
  }

  @Test
  void thereIsOneOfAName() {
    create("{}");
    Refusal why = refused(create("{}"));
    assertEquals(409, why.code());
    assertEquals("AlreadyExists", why.reason());
    assertEquals("volumes.longhorn.io \"a\" already exists", why.message());
  }

  @Test
  void aNewObjectHasNoVersionYet() {
    assertEquals(400, refused(create("{'metadata':{'resourceVersion':'5'}}")).code());
  }

  @Test
  void whoHasNotSeenTheLastVersionIsRefused() {
    create("{'spec':{'x':1}}");
    update("{'metadata':{'resourceVersion':'1'},'spec':{'x':2}}", Part.MAIN);
    Refusal why = refused(update("{'metadata':{'resourceVersion':'1'}}", Part.MAIN));
    assertEquals(409, why.code());
    assertEquals("Conflict", why.reason());
    assertEquals(
        "Operation cannot be fulfilled on volumes.longhorn.io \"a\": the object has been modified;"
            + " please apply your changes to the latest version and try again",
        why.message());
    assertEquals(2, store.version());
  }

  @Test
  void anotherObjectOfTheSameNameIsNotTheSame() {
    create("{}");
    assertEquals(409, refused(update("{'metadata':{'uid':'else'}}", Part.MAIN)).code());
  }

  @Test
  void aCustomObjectIsNotReplacedBlindly() {
    create("{}");
    Refusal why = refused(update("{'spec':{}}", Part.MAIN));
    assertEquals(422, why.code());
    assertEquals(
        "Volume.longhorn.io \"a\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be"
            + " specified for an update",
        why.message());
  }

  @Test
  void aBuiltInOneMayBe() {
    objects.create(FREE, KEY, json("{}"), false);
    Outcome outcome = objects.update(FREE, KEY, json("{'spec':1}"), Part.MAIN, _ -> null);
    assertEquals("2", done(outcome).at("/metadata/resourceVersion").asText());
  }

  @Test
  void aChangeOfWhatIsWantedIsAGeneration() {
    create("{'spec':{'x':1}}");
    assertEquals(
        2,
        done(update("{'metadata':{'resourceVersion':'1'},'spec':{'x':2}}", Part.MAIN))
            .at("/metadata/generation")
            .asInt());
    assertEquals(
        2,
        done(update(
                "{'metadata':{'resourceVersion':'2','labels':{'a':'b'}},'spec':{'x':2}}",
                Part.MAIN))
            .at("/metadata/generation")
            .asInt());
    assertEquals(
        2,
        done(update("{'metadata':{'resourceVersion':'3'},'status':{'y':1}}", Part.STATUS))
            .at("/metadata/generation")
            .asInt());
    assertEquals(4, store.version());
  }

  @Test
  void theMainPartLeavesTheStatusAlone() {
    create("{'spec':{'x':1}}");
    update("{'metadata':{'resourceVersion':'1'},'status':{'y':1}}", Part.STATUS);
    ObjectNode next =
        done(
            update(
                "{'metadata':{'resourceVersion':'2'},'spec':{'x':2},'status':{'y':9}}", Part.MAIN));
    assertEquals(1, next.at("/status/y").asInt());
    assertEquals(2, next.at("/spec/x").asInt());
  }

  @Test
  void theStatusLeavesAllElseAlone() {
    create("{'metadata':{'labels':{'a':'b'}},'spec':{'x':1}}");
    ObjectNode next =
        done(
            update(
                "{'metadata':{'resourceVersion':'1','labels':{}},'spec':{'x':2},'status':{'y':9}}",
                Part.STATUS));
    assertEquals(9, next.at("/status/y").asInt());
    assertEquals(1, next.at("/spec/x").asInt());
    assertEquals("b", next.at("/metadata/labels/a").asText());
  }

  @Test
  void nothingChangedIsNoVersion() {
    create("{'spec':{'x':1}}");
    ObjectNode same =
        done(update("{'spec':{'x':1},'metadata':{'resourceVersion':'1'}}", Part.MAIN));
    assertEquals("1", same.at("/metadata/resourceVersion").asText());
    assertEquals(1, store.version());
  }

  @Test
  void whatTheServerGaveIsNotTakenAway() {
    ObjectNode made = done(create("{}"));
    ObjectNode next =
        done(
            update(
                "{'metadata':{'resourceVersion':'1','generation':7,'creationTimestamp':'x',"
                    + "'labels':{'a':'b'}}}",
                Part.MAIN));
    for (String field : List.of("uid", "creationTimestamp", "generation")) {
      assertEquals(made.at("/metadata/" + field), next.at("/metadata/" + field), field);
    }
  }

  @Test
  void whatIsWrongIsNotStored() {
    create("{}");
    Refusal wrong = Refusal.badRequest("no");
    ObjectNode next = json("{'metadata':{'resourceVersion':'1'},'spec':1}");
    assertEquals(wrong, refused(objects.update(TRAITS, KEY, next, Part.MAIN, _ -> wrong)));
    assertEquals(1, store.version());
  }

  @Test
  void aDeletionWaitsForFinalizers() {
    create("{'metadata':{'finalizers':['f']}}");
    Outcome.Done marked = assertInstanceOf(Outcome.Done.class, objects.delete(KEY, Deletion.NOW));
    assertTrue(marked.still());
    assertEquals(
        "2026-07-02T08:11:04Z", marked.object().read().at("/metadata/deletionTimestamp").asText());
    assertTrue(assertInstanceOf(Outcome.Done.class, objects.delete(KEY, Deletion.NOW)).still());
    assertEquals(2, store.version());
    Outcome.Done gone =
        assertInstanceOf(
            Outcome.Done.class,
            update("{'metadata':{'resourceVersion':'2','finalizers':[]}}", Part.MAIN));
    assertFalse(gone.still());
    assertNull(store.get(KEY));
    assertEquals(Change.Type.DELETED, requireNonNull(store.at(3)).type());
  }

  @Test
  void aDeletionIsOfTheObjectThatIsMeant() {
    create("{}");
    assertEquals(409, refused(objects.delete(KEY, new Deletion("else", "", false))).code());
    assertEquals(409, refused(objects.delete(KEY, new Deletion("", "9", false))).code());
    assertFalse(
        assertInstanceOf(Outcome.Done.class, objects.delete(KEY, new Deletion("uid-1", "1", false)))
            .still());
    assertEquals(404, refused(objects.delete(KEY, Deletion.NOW)).code());
  }

  private Outcome create(String json) {
    return objects.create(TRAITS, KEY, json(json), false);
  }

  private Outcome update(String json, Part part) {
    return objects.update(TRAITS, KEY, json(json), part, _ -> null);
  }

  private static ObjectNode done(Outcome outcome) {
    return assertInstanceOf(Outcome.Done.class, outcome).object().read();
  }

  private static Refusal refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome).why();
  }

  private static ObjectNode json(String quoted) {
    try {
      return (ObjectNode) Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(quoted, e);
    }
  }
}
