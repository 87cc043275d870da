package io.vigie.kit.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The homelab example with the files it names, in a directory of its own. */
final class SampleFiles {
  static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  static final String PRIVATE_KEY =
      "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
  static final String TOKEN = "a-token-of-the-tests";

  private SampleFiles() {}

  /** Writes them all, and returns the configuration. */
  static Path homelab(Path etc) throws IOException {
    Files.writeString(etc.resolve("token"), TOKEN + "\n");
    Files.writeString(
        etc.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters:
        - cluster: {server: "https://127.0.0.1:6443"}
          name: default
        contexts:
        - context: {cluster: default, user: default}
          name: default
        current-context: default
        users:
        - name: default
          user:
            client-certificate-data: %s
            client-key-data: %s
        """
            .formatted(base64(CERTIFICATE), base64(PRIVATE_KEY)));
    String text = Files.readString(Path.of("..", "deploy", "examples", "homelab.yaml"));
    return Files.writeString(etc.resolve("vigie.yaml"), text.replace("/etc/vigie", etc.toString()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
