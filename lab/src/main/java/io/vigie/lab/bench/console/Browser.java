package io.vigie.lab.bench.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.lab.bench.Child;
import io.vigie.lab.bench.console.ConsoleBench.Painted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Chromium without a window, driven by its DevTools protocol ({@code Target}, {@code Page} and
 * {@code Runtime} of chromedevtools.github.io/devtools-protocol).
 */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "DevTools listening on ";
  private static final long LIMIT_SECONDS = 30;
  private static final int LOOK_MILLIS = 20;

  /** Notes when the page says how the cluster is, and that has been drawn. */
  private static final String WATCH =
      """
      (function look() {
        if (document.getElementById('headline')?.dataset.tone) {
          requestAnimationFrame(() => requestAnimationFrame(() => { window.vigieShown = performance.now(); }));
        } else {
          setTimeout(look, 2);
        }
      })();
      """;

  private static final String SHOWN =
      "window.vigieShown ? performance.getEntriesByName('first-contentful-paint')[0].startTime"
          + " + ' ' + window.vigieShown : ''";

  private final Child process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private int asked;

  /** Starts this program. */
  Browser(Path program, Path directory) throws IOException, InterruptedException {
    process =
        Child.start(
            directory.resolve("browser.log"),
            List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // it opens our own page alone, and root may not have one
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + directory.resolve("browser"),
                "about:blank"));
    String url = process.awaitLine(LISTENING).substring(LISTENING.length()).strip();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(url), new Ear())
            .join();
  }

  /** Opens this page in a new tab, with nothing cached. */
  Painted visit(String url) throws IOException, InterruptedException, TimeoutException {
    String context =
        ask("Target.createBrowserContext", Map.of(), null).path("browserContextId").asText();
    String target =
        ask(
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", context, "width", 1440),
                null)
            .path("targetId")
            .asText();
    String tab =
        ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true), null)
            .path("sessionId")
            .asText();
    ask("Page.enable", Map.of(), tab);
    ask("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH), tab);
    ask("Page.navigate", Map.of("url", url), tab);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    String shown = "";
    while (shown.isEmpty()) {
      if (end - System.nanoTime() < 0) {
        throw new TimeoutException(url + " shows nothing");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      shown =
          ask("Runtime.evaluate", Map.of("expression", SHOWN), tab).at("/result/value").asText();
    }
    ask("Target.disposeBrowserContext", Map.of("browserContextId", context), null);
    List<String> words = List.of(shown.split(" ", -1));
    return new Painted(Double.parseDouble(words.getFirst()), Double.parseDouble(words.getLast()));
  }

  private JsonNode ask(String method, Map<String, ?> params, @Nullable String tab)
      throws IOException, InterruptedException, TimeoutException {
    int id = ++asked;
    var message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(params));
    if (tab != null) {
      message.put("sessionId", tab);
    }
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new TimeoutException("the browser does not answer " + method);
      }
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.close();
  }

  /** Gathers what it says. */
  private final class Ear implements WebSocket.Listener {

    private final List<CharSequence> parts = new ArrayList<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      parts.add(part.toString());
      if (last) {
        try {
          answers.add(JSON.readTree(String.join("", parts)));
        } catch (IOException e) {
          throw new IllegalStateException("the browser does not speak JSON", e);
        }
        parts.clear();
      }
      from.request(1);
      return null;
    }
  }
}
