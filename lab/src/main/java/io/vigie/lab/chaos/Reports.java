package io.vigie.lab.chaos;

import io.vigie.lab.chaos.report.Markdown;
import io.vigie.lab.chaos.report.Page;
import io.vigie.lab.chaos.report.Setting;
import io.vigie.lab.chaos.verdict.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The runs of a directory, and the reports of them beside.
 *
 * <p>Thread rule: any thread.
 */
public record Reports(Path directory, Setting setting) {

  /** Tables, for a text. */
  public Path markdown() {
    return directory.resolve("report.md");
  }

  /** Pictures and tables, for a browser. */
  public Path page() {
    return directory.resolve("report.html");
  }

  private Path results() {
    return directory.resolve("runs.jsonl");
  }

  /** The runs that are there. */
  List<Told> runs() throws IOException {
    return Told.read(results());
  }

  /** Adds a run, and writes both reports again. */
  synchronized void add(Told told) throws IOException {
    told.append(results());
    write();
  }

  /** Writes both, of all runs that are there; who reads one meanwhile reads a whole one. */
  public synchronized void write() throws IOException {
    List<Told> all = runs();
    replace(markdown(), Markdown.of(all, setting));
    replace(page(), Page.of(all, setting));
  }

  private static void replace(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
