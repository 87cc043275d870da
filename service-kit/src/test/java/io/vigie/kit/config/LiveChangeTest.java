package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a process goes over to, and what waits for a restart. */
class LiveChangeTest {
  private static final String OLD =
      """
      cluster: c
      nodes: {a: {address: 10.0.0.1}}
      balancers: {lb-1: {address: 10.0.0.3}, lb-2: {address: 10.0.0.4}}
      management: {token: old-token}
      """;

  @Test
  void theSameIsNothing() {
    assertEquals(new LiveChange.Nothing(List.of()), change("cluster", "cluster"));
  }

  @Test
  void nodesAndTheTokenGoOver() {
    LiveChange.Change change =
        assertInstanceOf(LiveChange.Change.class, change("address: 10.0.0.1", "address: 10.0.0.9"));
    assertEquals(
        Map.of("a", new VigieConfig.NodeConfig("10.0.0.9", null)), change.config().nodes());
    assertEquals(List.of(), change.warnings());

    change = assertInstanceOf(LiveChange.Change.class, change("old-token", "new-token"));
    assertEquals(new Secret("new-token"), change.config().management().token());

    change =
        assertInstanceOf(
            LiveChange.Change.class,
            change("cluster: c", "cluster: c\nnotify: {a: {type: ntfy, url: https://x.test/y}}"));
    assertEquals(Set.of("a"), change.config().targets().keySet());
  }

  @Test
  void whatNeedsARestartStaysAndSaysSo() {
    assertEquals(
        new LiveChange.Nothing(List.of("`cluster` changes with a restart only: c stays, d waits")),
        change("cluster: c", "cluster: d"));
    assertEquals(
        new LiveChange.Nothing(
            List.of(
                "`management.bind` changes with a restart only: 127.0.0.1 stays, 127.0.0.2"
                    + " waits")),
        change("token: old-token", "token: old-token, bind: 127.0.0.2"));
    LiveChange.Change ports =
        assertInstanceOf(
            LiveChange.Change.class,
            change("{token: old-token}", "{token: new-token, ports: {lb: 9700}}"));
    assertEquals(9602, ports.config().management().ports().get("lb"));
    assertTrue(ports.warnings().getFirst().startsWith("`management.ports` changes with"));
  }

  @Test
  void kafkasSecretsAreNotShown() {
    LiveChange.Nothing nothing =
        assertInstanceOf(
            LiveChange.Nothing.class,
            change("cluster: c", "cluster: c\nkafka: {security: {ssl.key.password: hunter2}}"));
    assertEquals(1, nothing.warnings().size());
    assertFalse(nothing.toString().contains("hunter2"), nothing::toString);
  }

  @Test
  void aMachineThatIsGoneFromTheFileIsRefused() {
    assertEquals(
        new LiveChange.Refused("lb-1, this machine, is no longer under `balancers` (lb-3, lb-2)"),
        change("lb-1:", "lb-3:"));
  }

  private static LiveChange change(String what, String with) {
    return LiveChange.of(config(OLD), config(OLD.replace(what, with)), "lb-1");
  }

  private static VigieConfig config(String text) {
    LoadResult result = ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of());
    return assertInstanceOf(LoadResult.Loaded.class, result, result::toString).config();
  }
}
