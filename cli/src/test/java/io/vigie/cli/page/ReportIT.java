package io.vigie.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vigie.cli.page.Chromium.Look;
import io.vigie.lab.chaos.Reports;
import io.vigie.lab.chaos.report.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The report of four runs of a minute on a busy machine, as {@code vigie lab compare} leaves it.
 */
@Timeout(60)
class ReportIT {

  private static final String HOSTILE =
      "</script><script>window.hit=1</script>\\\"'><img src=http://127.0.0.1:1/x onerror=hit=1>";

  private static Chromium chromium;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterEach
  void leave() {
    chromium.closePages();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private Page open(Look look, String runs, List<String> requests) throws IOException {
    Files.writeString(directory.resolve("runs.jsonl"), runs);
    Reports reports = new Reports(directory, new Setting("vigie lab compare short", List.of()));
    reports.write();
    Page page = chromium.page(look);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(reports.page().toUri().toString());
    return page;
  }

  private static String made() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReportIT.class.getResourceAsStream("/page/runs.jsonl"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsDrawnWithoutAskingAnybodyAndAccessible(Look look) throws IOException {
    List<String> requests = new ArrayList<>();
    Page page = open(look, made(), requests);
    assertEquals(
        List.of("single", "haproxy-keepalived", "tuned", "vigie"),
        page.locator(".band").all().stream().map(b -> b.getAttribute("data-stack")).toList());
    assertTrue(page.locator(".lost").first().boundingBox().width > 1);
    assertTrue(page.locator(".faults li").first().innerText().contains("1 cut p1"));
    assertEquals(
        true,
        page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
        "wider than the window");
    page.locator("summary").click();
    assertTrue(page.locator("details tr").count() > 2);
    Chromium.picture(page, look, "report");
    assertEquals(1, requests.size(), requests::toString);
    assertEquals(List.of(), chromium.complaints());
    assertEquals(List.of(), Chromium.barriers(page));
  }

  @Test
  void keysAndPointerTellWhatWasWhen() throws IOException {
    Page page = open(Look.DESKTOP_LIGHT, made(), new ArrayList<>());
    Locator hand = page.getByRole(AriaRole.SLIDER);
    double from = Double.parseDouble(page.locator(".faults li").first().getAttribute("data-from"));
    hand.focus();
    page.keyboard().press("Home");
    for (int i = 0; i < 50 && valueOf(hand) < from; i++) {
      page.keyboard().press("PageUp");
    }
    assertEquals(from, valueOf(hand), 0.06);
    String said = hand.getAttribute("aria-valuetext");
    assertTrue(said.contains("1 cut p1"), said);
    page.keyboard().press("ArrowRight");
    assertEquals(from + 1, valueOf(hand), 0.06);
    assertTrue(page.locator(".now").innerText().contains("single 0 %"), hand::innerText);
    page.keyboard().press("End");
    String end = page.locator(".now").innerText();
    hand.hover();
    assertEquals(Double.parseDouble(hand.getAttribute("aria-valuemax")) / 2, valueOf(hand), 1);
    assertTrue(!page.locator(".now").innerText().equals(end), end);
    assertEquals(List.of(), chromium.complaints());
  }

  private static double valueOf(Locator hand) {
    return Double.parseDouble(hand.getAttribute("aria-valuenow"));
  }

  @Test
  void whatNamesHoldIsNeverRun() throws IOException {
    List<String> requests = new ArrayList<>();
    String runs =
        made().replace("\"scenario\":\"", "\"scenario\":\"" + HOSTILE).replace("cut p1", HOSTILE);
    Page page = open(Look.DESKTOP_LIGHT, runs, requests);
    assertTrue(page.locator("h2").first().innerText().startsWith("</script><script>window"));
    assertTrue(page.locator(".faults li").first().innerText().contains("<img src=http"));
    assertNull(page.evaluate("window.hit ?? null"));
    assertEquals(1, requests.size(), requests::toString);
    assertEquals(List.of(), chromium.complaints());
  }
}
