package io.vigie.kit.config.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document.
 *
 * <p>Works on the parser's events: composing nodes would recurse once per level of nesting, so that
 * 100 kB of brackets would end in a stack overflow.
 */
public final class YamlReader {

  /**
   * What came of a text.
   *
   * @param root the document, as far as it could be read; empty for an empty text
   * @param flaws what is wrong; empty for good YAML
   */
  public record Reading(Optional<YamlNode> root, List<Flaw> flaws) {}

  private YamlReader() {}

  /** Reads a text of printable characters. */
  public static Reading read(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(text.length(), 1)).build();
    TreeBuilder builder = new TreeBuilder();
    List<Flaw> syntax = new ArrayList<>();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      while (events.hasNext() && builder.accept(events.next())) {
        // accept does the work
      }
    } catch (MarkedYamlEngineException e) {
      syntax.add(flaw(e, text));
    } catch (YamlEngineException | IndexOutOfBoundsException | NumberFormatException e) {
      // The parser's own slips on odd input, such as %YAML with a huge number.
      syntax.add(
          new Flaw(
              builder.last(),
              "not YAML: " + oneLine(e),
              "YAML 1.2",
              "check this line and the next"));
    }
    List<Flaw> flaws = new ArrayList<>(builder.flaws());
    flaws.addAll(syntax);
    return new Reading(
        syntax.isEmpty() ? builder.root() : Optional.empty(), Collections.unmodifiableList(flaws));
  }

  private static Flaw flaw(MarkedYamlEngineException e, String text) {
    Place place =
        e.getProblemMark()
            .or(e::getContextMark)
            .map(mark -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
            .orElse(Place.START);
    String problem = Optional.ofNullable(e.getProblem()).orElse("not YAML");
    return SyntaxHints.explain(place, problem, text);
  }

  private static String oneLine(Exception e) {
    return Optional.ofNullable(e.getMessage())
        .orElse(e.getClass().getSimpleName())
        .lines()
        .findFirst()
        .orElse("");
  }
}
