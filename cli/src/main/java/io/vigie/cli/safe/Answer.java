package io.vigie.cli.safe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Exit;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May a node be taken down? Its JSON is what {@code vigie safe --json} prints: fields are added,
 * never changed.
 *
 * @param node which
 * @param verdict {@code yes}, {@code no} or {@code unknown}
 * @param findings every reason, the worst first
 * @param asOf when that was, RFC 3339; null if nobody answered
 * @param answeredBy where the storage-watcher is that says so; null if nobody answered
 */
public record Answer(
    String node,
    String verdict,
    List<Reason> findings,
    @Nullable String asOf,
    @Nullable String answeredBy) {

  private static final String UNKNOWN = "unknown";

  public Answer {
    findings = List.copyOf(findings);
  }

  /**
   * One reason.
   *
   * @param area such as {@code longhorn}
   * @param verdict {@code yes}, {@code warning}, {@code unknown} or {@code no}
   */
  public record Reason(String area, String verdict, String text, String whatToDo) {

    boolean isAgainst() {
      return !verdict.equals("yes") && !verdict.equals("warning");
    }
  }

  /** What a storage-watcher says. */
  static Answer of(String node, JsonNode body, String by) {
    List<Reason> findings = new ArrayList<>();
    body.path("findings")
        .forEach(
            f ->
                findings.add(
                    new Reason(
                        f.path("area").asText(),
                        f.path("verdict").asText(),
                        f.path("text").asText(),
                        f.path("whatToDo").asText())));
    String verdict = body.path("verdict").asText(UNKNOWN);
    boolean known = List.of("yes", "no").contains(verdict);
    return new Answer(node, known ? verdict : UNKNOWN, findings, body.path("asOf").textValue(), by);
  }

  /** Nobody answered. */
  static Answer none(String node, List<String> whys, String whatToDo) {
    List<Reason> findings =
        whys.stream().map(why -> new Reason("freshness", UNKNOWN, why, whatToDo)).toList();
    return new Answer(node, UNKNOWN, findings, null, null);
  }

  /** The command's exit code: 0 yes, 1 no, 3 unknown. */
  @JsonIgnore
  public int exitCode() {
    return switch (verdict) {
      case "yes" -> Exit.DONE;
      case "no" -> Exit.FAILED;
      default -> Exit.UNKNOWN;
    };
  }

  /** The same for people: what, why, what to do. */
  List<String> lines(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    String head =
        switch (verdict) {
          case "yes" -> "yes, " + node + " may be taken down";
          case "no" -> "no, " + node + " may not be taken down";
          default -> "unknown: whether " + node + " may be taken down cannot be told";
        };
    lines.add(terminal.paint(paint(verdict), head));
    findings.forEach(reason -> add(reason, terminal, lines));
    return lines;
  }

  /** What speaks against it. */
  public List<String> against(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    findings.stream().filter(Reason::isAgainst).forEach(reason -> add(reason, terminal, lines));
    return lines;
  }

  private static void add(Reason reason, Terminal terminal, List<String> lines) {
    lines.add(
        "  %s %-10s  %s"
            .formatted(
                terminal.paint(paint(reason.verdict()), "%-7s".formatted(reason.verdict())),
                reason.area(),
                reason.text()));
    if (!reason.whatToDo().isEmpty()) {
      lines.add(" ".repeat(22) + terminal.paint(Paint.FAINT, "-> " + reason.whatToDo()));
    }
  }

  private static Paint paint(String verdict) {
    return switch (verdict) {
      case "yes" -> Paint.GOOD;
      case "no" -> Paint.BAD;
      default -> Paint.WARNING;
    };
  }
}
