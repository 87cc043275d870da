package io.vigie.sim.api;

import static io.vigie.sim.api.Client.next;
import static io.vigie.sim.api.Done.done;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Resource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpIT {

  private static final String VOLUMES =
      "/apis/longhorn.io/v1beta2/namespaces/longhorn-system/volumes";
  private static final Resource RESOURCE = new Resource("longhorn.io", "volumes");
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  private final Vertx vertx = Vertx.vertx();
  private KubeSimOptions options =
      KubeSimOptions.withOperators().bookmarks(Duration.ofMillis(100)).history(500, 1 << 20);
  private KubeSim sim = done(KubeSim.start(vertx, options));
  private Client client = new Client(sim.url());

  @BeforeEach
  void two() {
    put("a", "one");
    put("b", "two");
  }

  @AfterEach
  void close() {
    client.close();
    done(sim.close());
    done(vertx.close());
  }

  @Test
  void aListSaysWhatItIsAsOf() {
    JsonNode list = client.get(VOLUMES).json();
    assertEquals("VolumeList", list.path("kind").asText());
    assertEquals("longhorn.io/v1beta2", list.path("apiVersion").asText());
    assertEquals(
        Long.toString(sim.store().version()), list.at("/metadata/resourceVersion").asText());
    assertEquals(List.of("a", "b"), names(list));
    assertEquals(List.of("a", "b"), names(client.get("/apis/longhorn.io/v1beta2/volumes").json()));
    assertEquals(List.of("b"), names(client.get(VOLUMES + "?labelSelector=l%3Dtwo").json()));
    assertEquals(
        List.of("a"), names(client.get(VOLUMES + "?fieldSelector=metadata.name%3Da").json()));
    assertEquals(400, client.get(VOLUMES + "?fieldSelector=spec.size%3D1").code());
    assertEquals(400, client.get(VOLUMES + "?labelSelector=a%20in%20b").code());
  }

  @Test
  void aListComesInPagesAsOfTheFirst() {
    JsonNode first = client.get(VOLUMES + "?limit=1").json();
    put("c", "three");
    assertEquals(1, first.at("/metadata/remainingItemCount").asInt());
    String next = first.at("/metadata/continue").asText();
    JsonNode second = client.get(VOLUMES + "?limit=1&continue=" + next).json();
    assertEquals(List.of("b"), names(second));
    assertEquals("", second.at("/metadata/continue").asText());
    assertEquals(first.at("/metadata/resourceVersion"), second.at("/metadata/resourceVersion"));
    assertEquals(200, client.post("/simulated/compact", "").code());
    put("d", "four");
    Client.Answer late = client.get(VOLUMES + "?limit=1&continue=" + next);
    assertEquals(410, late.code());
    assertEquals("Expired", late.json().path("reason").asText());
    assertEquals(400, client.get(VOLUMES + "?limit=1&continue=zzz").code());
  }

  @Test
  void aListOfTheFutureIsNotThereYet() {
    Client.Answer answer = client.get(VOLUMES + "?resourceVersion=999999");
    assertEquals(504, answer.code());
    assertEquals("ResourceVersionTooLarge", answer.json().at("/details/causes/0/reason").asText());
    assertEquals(200, client.get(VOLUMES + "?resourceVersion=0").code());
  }

  @Test
  void aWatchWithoutAVersionBeginsWithWhatIsThere() {
    var events = client.watch(VOLUMES + "?watch=1");
    assertEvent("ADDED a", next(events));
    assertEvent("ADDED b", next(events));
    put("c", "three");
    assertEvent("ADDED c", next(events));
    put("c", "four");
    assertEvent("MODIFIED c", next(events));
    sim.cluster().remove(RESOURCE, "longhorn-system", "c");
    JsonNode gone = next(events);
    assertEvent("DELETED c", gone);
    assertEquals(
        Long.toString(sim.store().version()), gone.at("/object/metadata/resourceVersion").asText());
  }

  @Test
  void aWatchGoesOnWhereAListWas() {
    long version = sim.store().version();
    put("c", "three");
    put("a", "three");
    var events = client.socket(VOLUMES + "?watch=true&resourceVersion=" + version);
    assertEvent("ADDED c", next(events));
    assertEvent("MODIFIED a", next(events));
    put("d", "four");
    assertEvent("ADDED d", next(events));
  }

  @Test
  void aWatchThatAsksForTheForgottenIsTold() {
    long version = sim.store().version();
    put("c", "three");
    sim.store().compact();
    for (boolean socket : new boolean[] {true, false}) {
      String path = VOLUMES + "?watch=true&resourceVersion=" + version;
      var events = socket ? client.socket(path) : client.watch(path);
      JsonNode error = next(events);
      assertEquals("ERROR", error.path("type").asText());
      assertEquals(410, error.at("/object/code").asInt());
      assertEquals("Expired", error.at("/object/reason").asText());
      assertEquals("Status", error.at("/object/kind").asText());
      assertEquals("END", next(events).path("type").asText());
    }
  }

  @Test
  void aWatchSeesWhatBeginsAndEndsToFit() {
    var events =
        client.watch(
            VOLUMES + "?watch=1&labelSelector=l%3Done&resourceVersion=" + sim.store().version());
    put("b", "one");
    assertEvent("ADDED b", next(events));
    put("b", "other");
    JsonNode gone = next(events);
    assertEvent("DELETED b", gone);
    assertEquals("one", gone.at("/object/metadata/labels/l").asText());
    assertEquals(
        Long.toString(sim.store().version()), gone.at("/object/metadata/resourceVersion").asText());
  }

  @Test
  void bookmarksTellHowFarItIs() {
    var events =
        client.watch(
            VOLUMES + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + sim.store().version());
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    node.putObject("metadata").put("name", "n");
    sim.cluster().put(node);
    String wanted = Long.toString(sim.store().version());
    await()
        .atMost(10, SECONDS)
        .until(() -> next(events).at("/object/metadata/resourceVersion").asText().equals(wanted));
  }

  @Test
  void initialEventsEndWithABookmark() {
    var events =
        client.watch(
            VOLUMES
                + "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true"
                + "&resourceVersionMatch=NotOlderThan");
    assertEvent("ADDED a", next(events));
    assertEvent("ADDED b", next(events));
    JsonNode mark = next(events);
    assertEquals("BOOKMARK", mark.path("type").asText());
    assertEquals(
        "true", mark.at("/object/metadata/annotations/k8s.io~1initial-events-end").asText());
  }

  @Test
  void aWatchEndsWhenItsTimeIsOver() {
    var events =
        client.watch(
            VOLUMES + "?watch=1&timeoutSeconds=1&resourceVersion=" + sim.store().version());
    assertEquals("END", next(events).path("type").asText());
  }

  @Test
  void aWatchEndsWithItsKind() {
    var events = client.watch(VOLUMES + "?watch=1");
    assertEvent("ADDED a", next(events));
    assertEvent("ADDED b", next(events));
    assertEquals(
        200,
        client
            .delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/volumes.longhorn.io")
            .code());
    Set<String> gone = new TreeSet<>();
    for (JsonNode event = next(events); !event.path("type").asText().equals("END"); ) {
      gone.add(text(event));
      event = next(events);
    }
    assertEquals(Set.of("DELETED a", "DELETED b"), gone);
    Client.Answer answer = client.get(VOLUMES);
    assertEquals(404, answer.code());
    assertEquals("404 page not found\n", answer.text());
  }

  @Test
  void aClientThatDoesNotReadIsCut() throws Exception {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), sim.port()));
      String request = "GET " + VOLUMES + "?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', socket.getInputStream().read());
      for (int i = 0; i < 3_000; i++) {
        ObjectNode big = volume("big" + i % 3, "x");
        Json.object(big, "spec").put("text", "y".repeat(20_000) + i);
        sim.cluster().put(big);
      }
      long read = 0;
      byte[] some = new byte[1 << 16];
      int n = socket.getInputStream().read(some);
      String tail = "";
      while (n > 0) {
        read += n;
        tail = (tail + new String(some, 0, n, StandardCharsets.US_ASCII));
        tail = tail.substring(Math.max(0, tail.length() - 600));
        if (tail.endsWith("0\r\n\r\n")) {
          break;
        }
        n = socket.getInputStream().read(some);
      }
      assertTrue(tail.contains("too old resource version"), tail);
      assertTrue(read < 30_000_000, "read " + read);
    }
  }

  @Test
  void statusAndTheRestAreApart() {
    String patch = "{'spec':{'numberOfReplicas':2},'status':{'robustness':'degraded'}}";
    String merge = "application/merge-patch+json";
    JsonNode status = client.send("PATCH", VOLUMES + "/a/status", merge, patch).json();
    assertEquals("degraded", status.at("/status/robustness").asText());
    assertEquals(3, status.at("/spec/numberOfReplicas").asInt());
    JsonNode main =
        client.send("PATCH", VOLUMES + "/a", merge, patch.replace("degraded", "healthy")).json();
    assertEquals("degraded", main.at("/status/robustness").asText());
    assertEquals(2, main.at("/spec/numberOfReplicas").asInt());
  }

  @Test
  void aStaleWriteIsRefused() {
    JsonNode seen = client.get(VOLUMES + "/a").json();
    put("a", "other");
    Client.Answer answer = client.send("PUT", VOLUMES + "/a", "application/json", seen.toString());
    assertEquals(409, answer.code());
    assertEquals("Conflict", answer.json().path("reason").asText());
  }

  @Test
  void aWrongObjectIsRefusedWithTheCauses() {
    Client.Answer answer =
        client.post(
            VOLUMES, "{'metadata':{'name':'x'},'spec':{'size':5,'dataLocality':'nowhere'}}");
    assertEquals(422, answer.code());
    JsonNode causes = answer.json().at("/details/causes");
    assertEquals(2, causes.size());
    assertEquals(
        Set.of("spec.size", "spec.dataLocality"),
        Set.of(causes.at("/0/field").asText(), causes.at("/1/field").asText()));
    assertEquals("Volume", answer.json().at("/details/kind").asText());
  }

  @Test
  void whatIsNoRequestIsSaidToBeNone() {
    assertEquals(400, client.post(VOLUMES, "{").code());
    assertEquals(400, client.post(VOLUMES, "[]").code());
    assertEquals(404, client.get("/apis/nobody.io/v1/things").code());
    assertEquals(404, client.get("/apis/longhorn.io/v9/volumes").code());
    assertEquals(404, client.get("/nothing").code());
    assertEquals(404, client.get(VOLUMES + "/a/scale").code());
    assertEquals(405, client.post(VOLUMES + "/a", "{}").code());
    assertEquals(415, client.send("PATCH", VOLUMES + "/a", "application/json", "{}").code());
    Client.Answer answer = client.get(VOLUMES + "/zzz");
    assertEquals(404, answer.code());
    assertEquals("volumes.longhorn.io \"zzz\" not found", answer.json().path("message").asText());
  }

  @Test
  void aTableIsForPeople() {
    JsonNode table = client.get(VOLUMES, "Accept", TABLE).json();
    assertEquals("Table", table.path("kind").asText());
    List<String> columns = new ArrayList<>();
    table.path("columnDefinitions").forEach(column -> columns.add(column.path("name").asText()));
    assertEquals(List.of("Name", "State", "Robustness", "Size", "Node", "Age"), columns);
    assertEquals("a", table.at("/rows/0/cells/0").asText());
    assertEquals("a", table.at("/rows/0/object/metadata/name").asText());
  }

  @Test
  void onlyWhoBearsTheTokenIsLetIn() {
    KubeSim guarded = done(KubeSim.start(vertx, KubeSimOptions.bare().token("secret")));
    try (Client stranger = new Client(guarded.url())) {
      assertEquals(401, stranger.get("/api/v1/nodes").code());
      assertEquals(401, stranger.get("/api/v1/nodes", "Authorization", "Bearer x").code());
      assertEquals(200, stranger.get("/api/v1/nodes", "Authorization", "Bearer secret").code());
    }
    done(guarded.close());
  }

  @Test
  void severalServersAreOneCluster() {
    KubeSim other = done(sim.another("127.0.0.1", 0));
    try (Client elsewhere = new Client(other.url())) {
      var events = elsewhere.watch(VOLUMES + "?watch=1&resourceVersion=" + sim.store().version());
      put("c", "three");
      assertEvent("ADDED c", next(events));
      assertEquals(client.get(VOLUMES).json(), elsewhere.get(VOLUMES).json());
    }
    done(other.close());
    assertEquals(200, client.get(VOLUMES).code());
  }

  @Test
  void anEvictionAsksTheBudgets() {
    client.post("/api/v1/namespaces/default/pods", "{'metadata':{'name':'p','labels':{'a':'b'}}}");
    String budget = "{'metadata':{'name':'keep'},'spec':{'selector':{'matchLabels':{'a':'b'}}}}";
    client.post("/apis/policy/v1/namespaces/default/poddisruptionbudgets", budget);
    String evict = "/api/v1/namespaces/default/pods/p/eviction";
    assertEquals(429, client.post(evict, "{}").code());
    client.send(
        "PATCH",
        "/apis/policy/v1/namespaces/default/poddisruptionbudgets/keep/status",
        "application/merge-patch+json",
        "{'status':{'disruptionsAllowed':1}}");
    assertEquals(201, client.post(evict, "{}").code());
    assertEquals(404, client.get("/api/v1/namespaces/default/pods/p").code());
  }

  private void put(String name, String label) {
    sim.cluster().put(volume(name, label));
  }

  private static ObjectNode volume(String name, String label) {
    ObjectNode volume =
        Json.object().put("apiVersion", "longhorn.io/v1beta2").put("kind", "Volume");
    volume
        .putObject("metadata")
        .put("name", name)
        .put("namespace", "longhorn-system")
        .putObject("labels")
        .put("l", label);
    volume.putObject("spec").put("size", "1").put("numberOfReplicas", 3);
    return volume;
  }

  private static void assertEvent(String expected, JsonNode event) {
    assertEquals(expected, text(event));
  }

  private static String text(JsonNode event) {
    return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }
}
