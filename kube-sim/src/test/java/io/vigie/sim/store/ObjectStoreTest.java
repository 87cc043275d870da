package io.vigie.sim.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {

  private static final Resource VOLUMES = new Resource("longhorn.io", "volumes");
  private static final Resource NODES = new Resource("", "nodes");

  private final ObjectStore store = new ObjectStore(1_000, 1 << 20);

  @Test
  void oneCounterForAllKinds() {
    assertEquals(1, put(VOLUMES, "a").version());
    assertEquals(2, put(NODES, "n").version());
    assertEquals(3, put(VOLUMES, "a").version());
    assertEquals(3, store.version());
    assertEquals(
        "3",
        requireNonNull(store.get(key(VOLUMES, "a")))
            .read()
            .at("/metadata/resourceVersion")
            .asText());
  }

  @Test
  void aDeletionMakesAVersionThatItsLastStateBears() {
    put(VOLUMES, "a");
    Stored last = requireNonNull(store.remove(key(VOLUMES, "a")));
    assertEquals(2, last.version());
    assertEquals("2", last.read().at("/metadata/resourceVersion").asText());
    assertNull(store.get(key(VOLUMES, "a")));
    assertNull(store.remove(key(VOLUMES, "a")));
    assertEquals(2, store.version());
  }

  @Test
  void everyChangeSinceAVersionIsKnown() {
    put(VOLUMES, "a");
    put(VOLUMES, "a");
    store.remove(key(VOLUMES, "a"));
    assertEquals(Change.Type.ADDED, requireNonNull(store.at(1)).type());
    assertEquals(Change.Type.MODIFIED, requireNonNull(store.at(2)).type());
    assertEquals(Change.Type.DELETED, requireNonNull(store.at(3)).type());
    assertNull(store.at(4));
    assertEquals(0, store.knownSince());
  }

  @Test
  void compactionForgetsAllChangesAndNoObject() {
    put(VOLUMES, "a");
    store.compact();
    assertEquals(1, store.knownSince());
    assertNull(store.at(1));
    put(VOLUMES, "b");
    assertEquals(2, requireNonNull(store.at(2)).version());
    assertEquals(List.of("a", "b"), names(page(Query.all(VOLUMES, ""))));
  }

  @Test
  void theOldestChangesGoFirst() {
    for (int i = 0; i < 2_000; i++) {
      put(VOLUMES, "a");
    }
    assertNull(store.at(store.knownSince()));
    assertNotNull(store.at(store.knownSince() + 1));
    assertNotNull(store.at(2_000));
    assertEquals(true, 2_000 - store.knownSince() >= 1_000);
    assertEquals(true, 2_000 - store.knownSince() <= 1_000 + 256);
  }

  @Test
  void aListInPagesStaysAsOfItsFirstPage() {
    List.of("a", "b", "c", "d").forEach(name -> put(VOLUMES, name));
    Listing.Page first = page(new Query(VOLUMES, "", _ -> true, 2, null));
    assertEquals(List.of("a", "b"), names(first));
    store.remove(key(VOLUMES, "c"));
    put(VOLUMES, "bb");
    put(VOLUMES, "d");
    put(NODES, "x");
    Listing.Page rest = page(new Query(VOLUMES, "", _ -> true, 2, first.next()));
    assertEquals(List.of("c", "d"), names(rest));
    assertEquals(4, rest.version());
    assertEquals(4, rest.items().getLast().version());
    assertNull(rest.next());
  }

  @Test
  void aListInPagesExpiresWithTheHistory() {
    List.of("a", "b", "c").forEach(name -> put(VOLUMES, name));
    Listing.Page first = page(new Query(VOLUMES, "", _ -> true, 1, null));
    put(VOLUMES, "d");
    store.compact();
    assertInstanceOf(
        Listing.Expired.class, store.list(new Query(VOLUMES, "", _ -> true, 1, first.next())));
  }

  @Test
  void aTokenIsReadBackAndAnythingElseIsNone() {
    Continue place = new Continue(7, "ns/a");
    assertEquals(place, Continue.of(place.token()));
    for (String text : List.of("", "x", "%%%", "e30", "bnVsbA", place.token().substring(4))) {
      assertNull(Continue.of(text), text);
    }
  }

  @Test
  void namespacesAreApart() {
    put(VOLUMES, "a");
    ObjectKey other = new ObjectKey(VOLUMES, "other", "a");
    store.put(other, Json.object());
    assertEquals(1, page(Query.all(VOLUMES, "other")).items().size());
    assertEquals(1, page(Query.all(VOLUMES, "ns")).items().size());
    assertEquals(0, page(Query.all(VOLUMES, "n")).items().size());
    assertEquals(2, page(Query.all(VOLUMES, "")).items().size());
  }

  @Test
  void whatIsTriedIsSeenAndNotDone() {
    put(VOLUMES, "a");
    assertEquals(2, store.tried(() -> put(VOLUMES, "b")).version());
    assertEquals(
        "a", store.tried(() -> requireNonNull(store.remove(key(VOLUMES, "a")))).key().name());
    assertEquals(1, store.version());
    assertEquals(List.of("a"), names(page(Query.all(VOLUMES, ""))));
  }

  @Test
  void listenersHearEveryChangeInOrder() {
    List<Long> heard = new ArrayList<>();
    Runnable stop = store.listen(change -> heard.add(change.version()));
    put(VOLUMES, "a");
    put(NODES, "b");
    stop.run();
    put(NODES, "b");
    assertEquals(List.of(1L, 2L), heard);
  }

  @Test
  void aStoreThatComesBackGoesOnCountingAndKnowsNoHistory() {
    put(VOLUMES, "a");
    put(VOLUMES, "b");
    ObjectStore back = new ObjectStore(10, 1_000, store.version(), store.everything());
    assertEquals(2, back.knownSince());
    assertEquals(3, back.put(key(VOLUMES, "c"), Json.object()).version());
    assertEquals(3, back.size());
  }

  private Stored put(Resource resource, String name) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "X");
    object.putObject("metadata").put("name", name);
    return store.put(key(resource, name), object);
  }

  private Listing.Page page(Query query) {
    return assertInstanceOf(Listing.Page.class, store.list(query));
  }

  private static List<String> names(Listing.Page page) {
    return page.items().stream().map(object -> object.key().name()).toList();
  }

  private static ObjectKey key(Resource resource, String name) {
    return new ObjectKey(resource, "ns", name);
  }
}
