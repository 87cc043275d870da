package io.vigie.kit.notify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.Event;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real webhooks and real programs. */
@Timeout(60)
class NotifierIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private static NodeChanged node(String name, NodeStatus status) {
    return new NodeChanged(name, status, List.of("web"), List.of(), 0, 0, false);
  }

  private static RoleChanged role(String vip, Role role, RoleReason reason, int priority) {
    return new RoleChanged(
        vip, 51, role, Role.BACKUP, reason, "", priority, null, List.of("192.0.2.8"));
  }

  private static ConditionFactory soon() {
    return await().atMost(LIMIT).pollInterval(Duration.ofMillis(20));
  }

  private Path script(String text) throws IOException {
    Path script = Files.writeString(directory.resolve("notify.sh"), "#!/bin/sh\n" + text + "\n");
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }

  private List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void aTopicOfNtfyIsTold() throws Exception {
    try (Hook hook = new Hook();
        Teller teller =
            new Teller(
                directory,
                "notify: { phone: { type: ntfy, url: '%s', token: tk_1 } }"
                    .formatted(hook.url("/alarms")))) {
      teller.publish(node("k3s-1", NodeStatus.DOWN));
      soon().until(() -> hook.posts().size() == 1);
      Hook.Post post = hook.posts().getFirst();
      assertEquals("/alarms", post.path());
      assertEquals("Vigie lab", post.header("Title"));
      assertEquals("high", post.header("Priority"));
      assertEquals("rotating_light", post.header("Tags"));
      assertEquals("Bearer tk_1", post.header("Authorization"));
      assertTrue(post.body().startsWith("node k3s-1 down\nlb-1 · "), post.body());
      assertTrue(post.body().contains(" · NODE/k3s-1/DOWN · "), post.body());
    }
  }

  @Test
  void aWebhookOfSlacksFormIsTold() throws Exception {
    try (Hook hook = new Hook();
        Teller teller =
            new Teller(
                directory,
                "notify: { team: { type: slack, url: '%s', on: node } }"
                    .formatted(hook.url("/services/T/B/x")))) {
      teller.publish(role("main", Role.ACTIVE, RoleReason.ACTIVE_SILENT, 100));
      teller.publish(node("<!here>\"", NodeStatus.DOWN));
      soon().until(() -> hook.posts().size() == 1);
      Hook.Post post = hook.posts().getFirst();
      String text = new ObjectMapper().readTree(post.body()).path("text").asText();
      assertTrue(text.startsWith(":rotating_light: *lab* node &lt;!here&gt;\" down\n"), text);
      assertEquals("application/json", post.header("Content-type"));
    }
  }

  @Test
  void aServerThatWasAwayIsToldInOrder() throws Exception {
    try (Hook hook = new Hook();
        Teller teller = new Teller(directory, ntfy(hook))) {
      hook.goAway();
      teller.publish(node("a", NodeStatus.DOWN));
      teller.publish(node("b", NodeStatus.DOWN));
      soon().until(() -> teller.count("failed") >= 2);
      hook.comeBack();
      soon().until(() -> hook.posts().size() == 2);
      assertTrue(hook.posts().get(0).body().startsWith("node a down"));
      assertTrue(hook.posts().get(1).body().startsWith("node b down"));
      soon().until(() -> teller.count("delivered") == 2);
    }
  }

  @Test
  void aRestartInBetweenLosesNothing() throws Exception {
    try (Hook hook = new Hook()) {
      hook.status = 503;
      try (Teller first = new Teller(directory, ntfy(hook))) {
        first.publish(node("a", NodeStatus.DOWN));
        first.publish(node("b", NodeStatus.DOWN));
        soon().until(() -> first.count("failed") >= 1);
      }
      hook.status = 200;
      try (Teller second = new Teller(directory, ntfy(hook))) {
        soon().until(() -> hook.posts().size() == 2);
        second.publish(node("a", NodeStatus.DOWN)); // told in the last life
        second.publish(node("a", NodeStatus.UP));
        soon().until(() -> hook.posts().size() == 3);
        assertTrue(hook.posts().get(0).body().startsWith("node a down"));
        assertTrue(hook.posts().get(1).body().startsWith("node b down"));
        assertTrue(hook.posts().get(2).body().startsWith("node a up"));
      }
    }
  }

  @Test
  void aKilledServiceLosesNothingThatWasKept() throws Exception {
    try (Hook hook = new Hook()) {
      hook.status = 503;
      Path copy = Files.createDirectories(directory.resolve("copy"));
      try (Teller first = new Teller(directory.resolve("first"), ntfy(hook))) {
        first.publish(node("a", NodeStatus.DOWN));
        soon().until(() -> first.count("failed") >= 1);
        Path kept = directory.resolve("first").resolve("notify.json");
        soon().until(() -> Files.exists(kept) && Files.readString(kept).contains("node a down"));
        Files.copy(kept, copy.resolve("notify.json")); // as it is on disk at this moment
      }
      hook.status = 200;
      try (Teller second = new Teller(copy, ntfy(hook))) {
        soon().until(() -> hook.posts().size() == 1);
        soon().until(() -> second.count("delivered") == 1);
      }
    }
  }

  @Test
  void tenThousandEventsAreFewMessagesOfAllOfThem() throws Exception {
    try (Hook hook = new Hook();
        Teller teller =
            new Teller(
                directory,
                "notify: { phone: { type: ntfy, url: '%s', most: 5, per: 1s } }"
                    .formatted(hook.url("/t")))) {
      hook.status = 503;
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        boolean down = i / 200 % 2 == 0;
        events.add(node("n" + i % 200, down ? NodeStatus.DOWN : NodeStatus.UP));
      }
      teller.publish(events);
      soon().until(() -> teller.count("failed") >= 2);
      assertTrue(teller.count("held") > 9_900);
      assertTrue(Files.size(directory.resolve("notify.json")) < 1 << 20);
      hook.status = 200;
      soon().until(() -> told(hook) >= 10_000);
      assertEquals(10_000, told(hook));
      assertTrue(hook.posts().size() <= 8, "messages: " + hook.posts().size());
      String last = hook.posts().getLast().body();
      assertTrue(last.contains("node n199 up"), last);
    }
  }

  /** How many notices the messages stand for. */
  private static long told(Hook hook) {
    Pattern many = Pattern.compile("^(\\d+) more since");
    long told = 0;
    for (Hook.Post post : hook.posts()) {
      Matcher counted = many.matcher(post.body());
      told += counted.find() ? Long.parseLong(counted.group(1)) : 1;
    }
    return told;
  }

  @Test
  void aProgramIsCalledAsKeepalivedCallsIt() throws Exception {
    Path out = directory.resolve("out");
    Path script =
        script("echo \"$@ $VIGIE_CLUSTER $VIGIE_HOST $VIGIE_KEY ${#VIGIE_EVENT}\" >>" + out);
    try (Teller teller = new Teller(directory, exec(script))) {
      teller.publish(role("main", Role.BACKUP, RoleReason.STARTED, 150));
      teller.publish(role("other", Role.BACKUP, RoleReason.STARTED, 150));
      teller.publish(role("main", Role.ACTIVE, RoleReason.ACTIVE_SILENT, 150));
      teller.publish(role("other", Role.ACTIVE, RoleReason.ACTIVE_SILENT, 150));
      teller.publish(node("k3s-1", NodeStatus.DOWN)); // a program is told roles alone
      teller.publish(role("main", Role.INITIALIZE, RoleReason.STOPPED, 150));
    } // its last word is heard before the service ends
    String rest = " lab lb-1 ";
    assertEquals(
        List.of(
            "instance INSTANCE main BACKUP 150" + rest + "INSTANCE/main/BACKUP 36",
            "instance INSTANCE other BACKUP 150" + rest + "INSTANCE/other/BACKUP 36",
            "instance GROUP edge BACKUP 0" + rest + "GROUP/edge/BACKUP 36",
            "instance INSTANCE main MASTER 150" + rest + "INSTANCE/main/MASTER 36",
            "instance INSTANCE other MASTER 150" + rest + "INSTANCE/other/MASTER 36",
            "instance GROUP edge MASTER 0" + rest + "GROUP/edge/MASTER 36",
            "instance INSTANCE main STOP 150" + rest + "INSTANCE/main/STOP 36"),
        lines(out));
  }

  @Test
  void aProgramThatFailsOrHangsIsCalledAgain() throws Exception {
    Path out = directory.resolve("out");
    Path script =
        script(
            """
            echo "$4" >>%1$s
            case $(wc -l <%1$s) in 1) exit 7;; 2) sleep 30;; esac\
            """
                .formatted(out));
    try (Teller teller = new Teller(directory, exec(script))) {
      teller.publish(role("main", Role.ACTIVE, RoleReason.ACTIVE_SILENT, 150));
      soon().until(() -> teller.count("delivered") == 1);
      assertEquals(List.of("MASTER", "MASTER", "MASTER"), lines(out));
      assertEquals(2.0, teller.count("failed"));
    }
  }

  @Test
  void aProgramSeesNoSecretOfOurEnvironment() throws Exception {
    Path out = directory.resolve("out");
    Path script = script("env | cut -d= -f1 | sort >" + out);
    try (Teller teller = new Teller(directory, exec(script))) {
      teller.publish(role("main", Role.ACTIVE, RoleReason.ACTIVE_SILENT, 150));
      soon().until(() -> teller.count("delivered") == 1);
    }
    Set<String> seen = new HashSet<>(lines(out));
    seen.removeIf(name -> name.startsWith("VIGIE_"));
    seen.removeAll(Set.of("PATH", "HOME", "LANG", "TZ", "PWD", "SHLVL", "_", "OLDPWD"));
    assertEquals(Set.of(), seen);
  }

  @Test
  void whatTheOtherSideSaysShowsNoSecret() throws Exception {
    try (Hook hook = new Hook();
        Teller teller =
            new Teller(
                directory,
                "notify: { phone: { type: ntfy, url: '%s', token: tk_5ecret } }"
                    .formatted(hook.url("/hidden-topic")))) {
      hook.status = 500;
      hook.answer = "no such topic /hidden-topic for tk_5ecret at " + hook.url("/hidden-topic");
      teller.publish(node("a", NodeStatus.DOWN));
      soon().until(() -> !teller.warnings().isEmpty());
      String warning = teller.warnings().getFirst();
      assertTrue(warning.startsWith("notify phone: HTTP 500: no such topic"), warning);
      assertFalse(warning.contains("hidden-topic") || warning.contains("5ecret"), warning);
    }
  }

  @Test
  void aReloadTakesAlongWhatWaits() throws Exception {
    try (Hook hook = new Hook();
        Teller teller = new Teller(directory, ntfy(hook))) {
      hook.goAway();
      teller.publish(node("a", NodeStatus.DOWN));
      soon().until(() -> teller.count("failed") >= 1);
      hook.comeBack();
      teller.reconfigure(
          "notify: { phone: { type: ntfy, url: '%s' } }".formatted(hook.url("/other")));
      soon().until(() -> hook.posts().size() == 1);
      assertEquals("/other", hook.posts().getFirst().path());
      teller.reconfigure("");
      teller.publish(node("b", NodeStatus.DOWN));
      assertEquals(1, hook.posts().size());
      assertEquals(List.of(), teller.meters.getMeters(), "its meters went with it");
    }
  }

  private static String ntfy(Hook hook) {
    return "notify: { phone: { type: ntfy, url: '%s' } }".formatted(hook.url("/t"));
  }

  private static String exec(Path script) {
    return "notify: { hook: { type: exec, command: [%s, instance], timeout: 1s } }"
        .formatted(script);
  }
}
