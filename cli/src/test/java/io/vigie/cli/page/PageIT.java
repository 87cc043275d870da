package io.vigie.cli.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vigie.cli.page.Chromium.Look;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page with a recorded picture: looks, words, keyboard, and what it does when it is cut off.
 */
@Timeout(240)
class PageIT {

  private static final String HOSTILE =
      "\"><img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>{{7*7}}\u202e'";

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterEach
  void forget() {
    chromium.closePages();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyViewIsDrawnAndAccessible(Look look) throws IOException {
    try (RecordedConsole console = RecordedConsole.start()) {
      Page page = chromium.page(look);
      Set<String> hosts = new TreeSet<>();
      page.onRequest(request -> hosts.add(URI.create(request.url()).getHost()));
      open(page, console, "");
      assertEquals("Clients get through; node k3s-1 is down.", page.innerText("h1"));
      page.waitForSelector(
          ".log >> text=1 with one left, 1 attached there"); // the story, and the log
      view(page, look, "now");
      page.navigate(console.url() + "#/incidents");
      page.waitForSelector("text=dropped off the network 14 times");
      view(page, look, "incidents");
      page.click("article a, .incidents a");
      page.waitForSelector(".plot svg circle");
      view(page, look, "incident");
      page.navigate(console.url() + "#/events");
      page.waitForSelector(".log.full li");
      view(page, look, "log");
      page.navigate(console.url() + "#/");
      page.click("[data-box='node/k3s-3'] button");
      page.waitForSelector("dialog .gate.bad");
      view(page, look, "dialog");
      assertEquals(Set.of("127.0.0.1"), hosts);
      assertEquals(List.of(), chromium.complaints());
    }
  }

  private static void view(Page page, Look look, String name) throws IOException {
    Chromium.picture(page, look, "page-" + name);
    assertEquals(List.of(), Chromium.barriers(page), name);
    assertTrue(
        (boolean)
            page.evaluate("document.documentElement.scrollWidth <= document.body.clientWidth + 1"),
        name + " is wider than the window");
  }

  @Test
  void hostileStringsAreText() {
    try (RecordedConsole console = RecordedConsole.withEveryString(HOSTILE)) {
      Page page = chromium.page(Look.DESKTOP_LIGHT);
      open(page, console, "");
      page.waitForSelector(".log li");
      assertTrue(page.innerText("h1").endsWith(HOSTILE), page.innerText("h1"));
      isText(page, "now");
      page.evaluate("location.hash = '#/incidents'");
      isText(page, "incidents");
      page.locator(".incidents a").first().click();
      page.waitForSelector(".plot svg circle");
      isText(page, "incident");
      page.evaluate("location.hash = '#/events'");
      isText(page, "log");
      page.evaluate("location.hash = '#/'");
      page.locator("[data-box^='node/'] button").last().click();
      Chromium.until(page, "document.getElementById('dialog').innerText.includes('onerror')");
      assertNull(page.evaluate("window.hit"));
      assertEquals(List.of(), chromium.complaints());
    }
  }

  private static void isText(Page page, String view) {
    Chromium.until(page, "document.getElementById('view').innerText.includes('onerror')");
    assertNull(page.evaluate("window.hit"), view);
    assertEquals(0, page.locator("main img, main script, main iframe").count(), view);
  }

  @Test
  void aDroppedStreamIsSaidAndCaughtUp() {
    try (RecordedConsole console = RecordedConsole.start()) {
      Page page = chromium.page(Look.DESKTOP_LIGHT);
      open(page, console, "");
      page.waitForSelector(".log li");
      console.say("event", entry(console, "5f3a9c01.2000", "a first word"), "5f3a9c01.2000");
      page.waitForSelector(".log >> text=a first word");
      assertEquals("live", page.innerText("#link-text"));

      console.drop();
      Chromium.until(
          page,
          "/stale since"
              + " \\d\\d:\\d\\d:\\d\\d/.test(document.getElementById('link-text').innerText)");
      Chromium.picture(page, Look.DESKTOP_LIGHT, "page-stale");
      console.back();
      Chromium.until(page, "document.getElementById('link').dataset.link === 'live'");
      assertEquals(List.of("", "5f3a9c01.2000"), console.resumes());
      console.say("event", entry(console, "5f3a9c01.2001", "what was missed"), "5f3a9c01.2001");
      page.waitForSelector(".log >> text=what was missed");
      assertTrue(page.locator(".log li").first().innerText().contains("what was missed"));
    }
  }

  @Test
  void onlyAPageOfTheLogIsRead() {
    try (RecordedConsole console = RecordedConsole.start()) {
      Page page = chromium.page(Look.DESKTOP_LIGHT);
      open(page, console, "");
      page.waitForSelector(".log li");
      List<String> asked = console.asked().stream().filter(a -> a.contains("/events")).toList();
      assertEquals(List.of("/v1/events?limit=80"), asked);
    }
  }

  @Test
  void aThousandVolumesArePaintedWithinASecond() {
    try (RecordedConsole console = RecordedConsole.withVolumes(1_000)) {
      Page page = chromium.page(Look.DESKTOP_LIGHT);
      page.addInitScript(
          """
          new MutationObserver(() => {
            if (!window.painted && document.querySelector('.volume')) {
              requestAnimationFrame(() => setTimeout(() => { window.painted ??= performance.now(); }));
            }
          }).observe(document, { childList: true, subtree: true });
          """);
      open(page, console, "");
      double painted = ((Number) Chromium.until(page, "window.painted")).doubleValue();
      double limit = 1_000 * Chromium.crowd();
      assertTrue(painted <= limit, () -> painted + " ms until it was painted, limit " + limit);
    }
  }

  @Test
  void theKeyboardIsEnough() {
    try (RecordedConsole console = RecordedConsole.start()) {
      Page page = chromium.page(Look.DESKTOP_LIGHT);
      open(page, console, "");
      page.keyboard().press("Tab");
      assertEquals("Skip to the content", focused(page));
      page.keyboard().press("Enter");
      assertEquals("main", page.evaluate("document.activeElement.id"));
      tabTo(page, "Hand over …");
      tabTo(page, "Act …");
      String before = (String) page.evaluate("document.activeElement.ariaLabel");
      page.keyboard().press("Enter");
      page.waitForSelector("dialog[open] .gate.bad");
      assertEquals(
          "2px", page.evaluate("getComputedStyle(document.activeElement).outlineWidth"), "focus");
      page.keyboard().press("Escape");
      assertFalse(page.locator("dialog[open]").isVisible());
      assertEquals(before, page.evaluate("document.activeElement.ariaLabel"), "focus is back");
    }
  }

  @Test
  void theGateIsShownAndTheTokenAskedForOnce() {
    try (RecordedConsole console = RecordedConsole.start()) {
      Page page = chromium.page(Look.DESKTOP_LIGHT);
      open(page, console, "");
      Locator dialog = page.locator("dialog");
      page.click("[data-box='node/k3s-3'] button");
      dialog.getByText("No, k3s-3 may not be taken down.").waitFor();
      dialog.getByText("without k3s-3 etcd has 1 of 3 votes").waitFor();
      dialog.getByLabel("Why").fill("new memory");
      dialog.getByLabel("Who you are").fill("anna");
      dialog.getByLabel("Token").fill("wrong");
      dialog.getByLabel("Do it all the same").check();
      submit(dialog, "Drain");
      dialog.getByText("wrong bearer token").waitFor();
      dialog.getByLabel("Token").fill(RecordedConsole.TOKEN);
      submit(dialog, "Drain");
      dialog.getByText("traefik draining with 3 sessions").waitFor();
      page.keyboard().press("Escape");

      page.click("[data-box='vip/main'] button");
      assertFalse(dialog.getByLabel("Token").isVisible());
      dialog.getByLabel("Why").fill("kernel update");
      dialog.locator("[name=to]").selectOption("lb-1");
      submit(dialog, "Hand over");
      dialog.getByText("traefik draining with 3 sessions").waitFor();
      JsonNode drain = console.commands().getFirst();
      JsonNode handover = console.commands().getLast();
      assertEquals("drain k3s-3 anna new memory true", line(drain));
      assertEquals("handover main anna kernel update false", line(handover));
      assertEquals("lb-1", handover.path("to").asText());
    }
  }

  private static void submit(Locator dialog, String label) {
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true))
        .click();
  }

  private static String line(JsonNode command) {
    return "%s %s %s %s %s"
        .formatted(
            command.path("kind").asText(),
            command.path("target").asText(),
            command.path("by").asText(),
            command.path("why").asText(),
            command.path("force").asText());
  }

  private static void open(Page page, RecordedConsole console, String view) {
    page.navigate(console.url() + view);
    Chromium.until(page, "document.getElementById('link').dataset.link === 'live'");
  }

  private static String entry(RecordedConsole console, String position, String text) {
    ObjectNode entry = (ObjectNode) console.recorded("events").path("events").path(0);
    entry.put("position", position).put("text", text);
    ((ObjectNode) entry.path("event")).put("id", "id-" + position);
    return entry.toString();
  }

  private static String focused(Page page) {
    return (String) page.evaluate("document.activeElement.textContent");
  }

  private static void tabTo(Page page, String label) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              page.keyboard().press("Tab");
              return focused(page).equals(label);
            });
  }
}
