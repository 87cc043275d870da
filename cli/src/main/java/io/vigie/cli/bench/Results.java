package io.vigie.cli.bench;

import io.vigie.cli.Here;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What every bench needs of its surroundings. */
final class Results {

  private Results() {}

  /** A new file for a bench's results. */
  static Path file(String name) throws IOException {
    Path directory = Files.createDirectories(Here.state().resolve("bench"));
    String stamp = Instant.now().toString().replaceAll("[:.]", "-");
    return directory.resolve(name + "-" + stamp + ".jsonl");
  }

  /** The words that run another main class of ours. */
  static List<String> java() {
    List<String> words = new ArrayList<>(Here.again("-XX:+UseSerialGC"));
    words.removeLast();
    return words;
  }
}
