package io.vigie.lab.bench.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/**
 * What a service's {@code /metrics} said at one moment, in Prometheus' text form.
 *
 * @param text a line per series: name, labels in braces, value
 */
record Metrics(String text) {

  private static final int ANSWER_MILLIS = 10_000;

  /** Asks a management port of 127.0.0.1. */
  static Metrics of(int port) throws IOException {
    URLConnection asked =
        URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
    asked.setConnectTimeout(ANSWER_MILLIS);
    asked.setReadTimeout(ANSWER_MILLIS);
    try (InputStream in = asked.getInputStream()) {
      return new Metrics(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * The sum of all series with this name.
   *
   * @param label that they must have, as {@code frontend="web"}; empty for any
   */
  long sum(String name, String label) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
