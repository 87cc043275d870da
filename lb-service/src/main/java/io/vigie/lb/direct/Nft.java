package io.vigie.lb.direct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The program nft(8). Blocks. */
public final class Nft {

  private static final int LIMIT_SECONDS = 5;

  private Nft() {}

  /** How a run ended. */
  public sealed interface Ran {

    /** As wanted; what it said. */
    record Well(String said) implements Ran {}

    /** It ran, and refused; nothing was changed. */
    record Refused(String why) implements Ran {

      /** Whether it was for want of CAP_NET_ADMIN. */
      public boolean forWantOfPrivilege() {
        return why.toLowerCase(Locale.ROOT).contains("not permitted");
      }
    }

    /** It is not there, or does not end. */
    record Failed(String why) implements Ran {}
  }

  /** Does all of a script, or nothing. */
  public static Ran run(String script) {
    Process nft;
    try {
      nft = new ProcessBuilder(program(), "-f", "-").redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Ran.Failed("nft cannot be run: " + e.getMessage());
    }
    CompletableFuture<Process> end = nft.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<?> watch = end.exceptionally(_ -> nft.destroyForcibly());
    try {
      try (var out = nft.getOutputStream()) {
        out.write(script.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      watch.join();
      if (end.isCompletedExceptionally()) {
        return new Ran.Failed("nft did not end within " + LIMIT_SECONDS + " s");
      }
      return nft.exitValue() == 0
          ? new Ran.Well(said)
          : new Ran.Refused("nft: " + said.lines().findFirst().orElse("failed"));
    } catch (IOException e) {
      nft.destroyForcibly();
      return new Ran.Failed("nft: " + e.getMessage());
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
