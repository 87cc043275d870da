package io.vigie.kit.config.yaml;

import java.util.ArrayList;
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

  /**
   * Reads a text of printable characters. After a syntax error, the other top-level keys are read
   * all the same, so that their faults show too.
   */
  public static Reading read(String text) {
    Reading whole = part(text, 0, false);
    return whole.root().isPresent() || whole.flaws().isEmpty() ? whole : Sections.read(text, whole);
  }

  /**
   * Reads a part of a file.
   *
   * @param linesBefore how many lines stand before it
   * @param partial whether an alias may stand for something elsewhere
   */
  static Reading part(String text, int linesBefore, boolean partial) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(text.length(), 1)).build();
    TreeBuilder builder = new TreeBuilder(linesBefore, partial);
    List<Flaw> flaws = new ArrayList<>();
    Optional<YamlNode> root = Optional.empty();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      boolean more = true;
      while (more && events.hasNext()) {
        more = builder.accept(events.next());
      }
      root = builder.root();
    } catch (MarkedYamlEngineException e) {
      flaws.add(flaw(e, builder));
    } catch (YamlEngineException | IndexOutOfBoundsException | NumberFormatException e) {
      // The parser's own slips on odd input, such as %YAML with a huge number.
      flaws.add(new Flaw(builder.last(), "not YAML", "YAML 1.2", "check this line and the next"));
    }
    flaws.addAll(0, builder.flaws());
    return new Reading(root, List.copyOf(flaws));
  }

  private static Flaw flaw(MarkedYamlEngineException e, TreeBuilder builder) {
    Place place =
        e.getProblemMark().or(e::getContextMark).map(builder::place).orElse(builder.last());
    return SyntaxHints.explain(
        place,
        e.getContextMark().map(builder::place),
        Optional.ofNullable(e.getProblem()).orElse("no reason given"));
  }
}
