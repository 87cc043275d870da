package io.vigie.kit.notify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.event.Tone;
import io.vigie.kit.config.NotifyConfig;
import io.vigie.kit.config.Secret;
import io.vigie.kit.notify.core.Letter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A webhook: a topic of ntfy (text with headers), or one of Slack's form (JSON). Redirects are not
 * followed. The URL and the token are secrets, so they are cut out of what the other side says.
 */
final class Webhook implements Delivery {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_ANSWER_BYTES = 300;
  private static final long MOST_PAUSE_SECONDS = 300;

  /** Parts of a path that are no secret, such as {@code T} or {@code hooks}, are short. */
  private static final int MOST_HARMLESS = 5;

  private final NotifyConfig target;
  private final URI url;
  private final HttpClient client;

  Webhook(NotifyConfig target) {
    this.target = target;
    this.url = URI.create(Objects.requireNonNull(target.url()).reveal());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(target.timeout())
            .build();
  }

  @Override
  public Answer deliver(Letter letter) throws InterruptedException {
    Duration timeout = target.timeout();
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(request(letter), _ -> new FirstBytes(MOST_ANSWER_BYTES));
    try {
      return answer(asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new Answer.Silent("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNull(e.getCause()));
    } finally {
      asked.cancel(true);
    }
  }

  private HttpRequest request(Letter letter) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(target.timeout());
    Secret token = target.token();
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    }
    if (target.type() == NotifyConfig.Type.SLACK) {
      return request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofByteArray(json(Map.of("text", letter.slack()))))
          .build();
    }
    return request
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("Title", letter.title())
        .header("Tags", letter.emoji())
        .header("Priority", letter.tone() == Tone.BAD ? "high" : "default")
        .POST(BodyPublishers.ofString(letter.text()))
        .build();
  }

  private static byte[] json(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new IllegalStateException("a map of texts that is no JSON", e);
    }
  }

  private Answer answer(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String body = hidden(new String(response.body(), StandardCharsets.UTF_8)).strip();
    String said = "HTTP " + status + (body.isEmpty() ? "" : ": " + body);
    return switch (status) {
      case 200, 201, 202, 203, 204 -> new Answer.Taken(said);
      case 400, 413, 422 -> new Answer.Refused(said);
      default -> new Answer.Failed(said, pauseMillis(response));
    };
  }

  private static long pauseMillis(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Math.min(MOST_PAUSE_SECONDS, Long.parseLong(seconds)) * 1_000)
        .orElse(0L);
  }

  private Answer failed(Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          new Answer.Failed("no connection within " + target.timeout().toMillis() + " ms", 0);
      case HttpTimeoutException _ ->
          new Answer.Silent("no answer within " + target.timeout().toMillis() + " ms");
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          new Answer.Failed("the name of its host cannot be resolved", 0);
      case UnknownHostException _ ->
          new Answer.Failed("the name of its host cannot be resolved", 0);
      case ConnectException _ -> new Answer.Failed("it does not take connections", 0);
      case SSLException e -> new Answer.Failed("TLS: " + hidden(String.valueOf(e.getMessage())), 0);
      default -> new Answer.Failed("no answer: " + hidden(String.valueOf(cause.getMessage())), 0);
    };
  }

  /** Without what is secret, and without line breaks. */
  private String hidden(String text) {
    String told = text.replace(url.toString(), "[hidden]");
    for (String part : Objects.requireNonNullElse(url.getRawPath(), "").split("/", -1)) {
      told = part.length() > MOST_HARMLESS ? told.replace(part, "[hidden]") : told;
    }
    Secret token = target.token();
    if (token != null) {
      told = told.replace(token.reveal(), "[hidden]");
    }
    return told.replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
