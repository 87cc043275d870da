package io.vigie.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The system's own Chromium, without a window. One thread at a time. */
public final class Chromium implements AutoCloseable {

  /** A size of window and a colour scheme to look at the page in. */
  public enum Look {
    DESKTOP_LIGHT(1440, 900, ColorScheme.LIGHT),
    DESKTOP_DARK(1440, 900, ColorScheme.DARK),
    PHONE_LIGHT(390, 844, ColorScheme.LIGHT),
    PHONE_DARK(390, 844, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme colours;

    Look(int width, int height, ColorScheme colours) {
      this.width = width;
      this.height = height;
      this.colours = colours;
    }

    /** For the name of a screenshot. */
    String wire() {
      return "%dx%d-%s".formatted(width, height, colours == ColorScheme.DARK ? "dark" : "light");
    }
  }

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; skips the test where there is none. */
  public static Chromium start() {
    List<Path> places =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();
    assumeTrue(!places.isEmpty(), "no browser: apt-get install chromium");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(places.getFirst())
                    .setArgs(List.of("--disable-gpu", "--disable-dev-shm-usage"))));
  }

  /** An empty page of its own profile; what goes wrong in it is kept for {@link #complaints}. */
  public Page page(Look look) {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(look.width, look.height)
                    .setColorScheme(look.colours)
                    .setLocale("en-GB"))
            .newPage();
    page.onConsoleMessage(
        said -> {
          if (said.type().equals("error")) {
            complaints.add(look + ": " + said.text() + " (" + said.location() + ")");
          }
        });
    page.onPageError(error -> complaints.add(look + ": " + error));
    return page;
  }

  /** What the browser complained about, in all pages. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Closes all pages and forgets what the browser said of them. */
  void closePages() {
    browser.contexts().forEach(BrowserContext::close);
    complaints.clear();
  }

  /**
   * How many want a core where there is one, at least 1: who measures time waits so much longer.
   */
  public static double crowd() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
  }

  /**
   * Waits until an expression is true in a page. Playwright's own waiting needs eval, which the
   * page's policy forbids.
   */
  public static Object until(Page page, String expression) {
    return await(expression)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(() -> page.evaluate(expression), found -> found != null && !found.equals(false));
  }

  /** Takes a picture of the whole page into target/screenshots. */
  public static void picture(Page page, Look look, String step) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(step + "-" + look.wire() + ".png"))
            .setFullPage(true));
  }

  /** What axe-core finds serious or worse, one line each. */
  @SuppressWarnings("unchecked")
  public static List<String> barriers(Page page) throws IOException {
    page.evaluate(new String(WebJar.read("axe-core", "axe.min.js"), UTF_8));
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations.filter((v) => ['serious', 'critical'].includes(v.impact))
                .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`));
            }
            """);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
