package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file says, reading it gives a value, and no secret shows. Repeat a failure with {@code
 * -Dsim.seed=N}.
 */
class MutatedConfigSimTest {
  private static final int ROUNDS = Integer.getInteger("sim.rounds", 1000);
  private static final String SECRET = "hunter2hunter2";
  private static final String[] SNIPPETS = {
    "\t",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|",
    ">",
    "&a",
    "*a",
    "!!int ",
    "%YAML 9.9\n",
    "%TAG ! x\n",
    "---\n",
    "...\n",
    "? ",
    "#",
    "${env:X}",
    "${",
    "70000",
    "-1",
    "null",
    "~",
    "\\x",
    "\u2028",
    "\uFEFF",
    "<<: ",
    "\r",
    "\u0085",
    "%YAML 1.99999999999999999999\n",
    "\"\\U0011FFFF\""
  };

  @TempDir Path etc;

  @Test
  void everyMutantGivesAValue() throws IOException {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    Random random = new Random(seed);
    Path file = SampleFiles.homelab(etc);
    byte[] original =
        Files.readString(file)
            .replace("# version: 2", "version: 2")
            .replace("# interval: 1s", "interval: 1s")
            .replace("# auth: { pass: \"${env:VRRP_PASS}\"", "auth: { pass: \"" + SECRET + "\"")
            .getBytes(StandardCharsets.UTF_8);
    Path mutant = etc.resolve("mutant.yaml");
    int broken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutate(original, random);
      Files.write(mutant, bytes);
      try {
        LoadResult result = ConfigFile.load(mutant, Map.of());
        broken += check(result) ? 1 : 0;
        boolean cut = !new String(bytes, StandardCharsets.UTF_8).contains("pass: \"" + SECRET);
        assertTrue(cut || !result.toString().contains(SECRET), result::toString);
      } catch (RuntimeException | Error e) {
        Files.write(Path.of("target", "mutant-" + seed + ".yaml"), bytes);
        fail("seed %d, round %d: see target/mutant-%d.yaml".formatted(seed, round, seed), e);
      }
    }
    assertTrue(broken > ROUNDS / 2, "broken: %d, seed %d".formatted(broken, seed));
  }

  /** Whether it is broken. */
  private static boolean check(LoadResult result) {
    return switch (result) {
      case LoadResult.Loaded _ -> false;
      case LoadResult.Broken(List<Problem> problems) -> {
        assertFalse(problems.isEmpty());
        problems.forEach(p -> assertTrue(p.line() > 0 && p.column() > 0, p::toString));
        problems.forEach(p -> assertFalse(p.what().isBlank()));
        yield true;
      }
    };
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original;
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> changed(bytes, random);
            case 1 -> cut(bytes, random);
            case 2, 3 -> inserted(bytes, random);
            case 4 -> lines(bytes, random, true);
            default -> lines(bytes, random, false);
          };
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static byte[] cut(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(40));
    byte[] copy = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, copy, 0, from);
    System.arraycopy(bytes, to, copy, from, bytes.length - to);
    return copy;
  }

  private static byte[] inserted(byte[] bytes, Random random) {
    byte[] snippet = SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8);
    int at = random.nextInt(bytes.length + 1);
    byte[] copy = new byte[bytes.length + snippet.length];
    System.arraycopy(bytes, 0, copy, 0, at);
    System.arraycopy(snippet, 0, copy, at, snippet.length);
    System.arraycopy(bytes, at, copy, at + snippet.length, bytes.length - at);
    return copy;
  }

  private static byte[] lines(byte[] bytes, Random random, boolean swap) {
    List<String> lines =
        new ArrayList<>(new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
    if (lines.size() > 1) {
      int a = random.nextInt(lines.size());
      int b = random.nextInt(lines.size());
      if (swap) {
        Collections.swap(lines, a, b);
      } else {
        lines.set(a, lines.get(b));
      }
    }
    return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }
}
