package io.vigie.vrrp.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program nft(8). Its namespace and capabilities are the calling thread's. */
final class Nft {

  private static final int LIMIT_SECONDS = 2;

  private Nft() {}

  /** Runs it with these rules, all or none; answers what is wrong, empty if nothing. */
  static String run(String rules) {
    try {
      Process nft = new ProcessBuilder(program(), "-f", "-").redirectErrorStream(true).start();
      try (var in = nft.getOutputStream()) {
        in.write(rules.getBytes(StandardCharsets.UTF_8));
      }
      // Waited for before it is read: what it says of an error fits the pipe, and a read has no
      // limit in time.
      if (!nft.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        nft.destroyForcibly();
        return "nft did not end within " + LIMIT_SECONDS + " s";
      }
      String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return nft.exitValue() == 0 ? "" : "nft: " + said.lines().findFirst().orElse("failed");
    } catch (IOException e) {
      return "nft cannot be run: %s; install nftables".formatted(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted while nft ran";
    }
  }

  /** Where the path of a user who is not root leads not. */
  private static String program() {
    return List.of("/usr/sbin/nft", "/sbin/nft").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElse("nft");
  }
}
