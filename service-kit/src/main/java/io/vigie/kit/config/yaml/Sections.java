package io.vigie.kit.config.yaml;

import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Entry;
import io.vigie.kit.config.yaml.YamlNode.Text;
import io.vigie.kit.config.yaml.YamlNode.Unreadable;
import io.vigie.kit.config.yaml.YamlReader.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what it can of a text with a syntax error: each top-level key by itself. What is under a
 * broken one is {@link Unreadable}.
 */
final class Sections {
  private static final Pattern KEY = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*):(\\s|$)");

  /** A top-level key with all that is under it. */
  private record Section(String key, int linesBefore, String text) {}

  private Sections() {}

  static Reading read(String text, Reading whole) {
    List<Section> sections = split(text);
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Flaw> flaws = new ArrayList<>();
    for (Section section : sections) {
      Reading reading = YamlReader.part(section.text, section.linesBefore, true);
      flaws.addAll(reading.flaws());
      for (Entry entry : entries(section, reading)) {
        Entry before = entries.putIfAbsent(entry.key().text(), entry);
        if (before != null) {
          flaws.add(Flaw.twice(entry.key(), before.key()));
        }
      }
    }
    int first = sections.isEmpty() ? Integer.MAX_VALUE : sections.getFirst().linesBefore;
    boolean explained = !flaws.isEmpty();
    whole.flaws().stream()
        .filter(flaw -> !explained || flaw.place().line() <= first)
        .forEach(flaws::add);
    return new Reading(
        entries.isEmpty()
            ? Optional.empty()
            : Optional.of(new Entries(Place.START, List.copyOf(entries.values()))),
        List.copyOf(flaws));
  }

  private static List<Entry> entries(Section section, Reading reading) {
    if (reading.root().orElse(null) instanceof Entries(_, List<Entry> good)) {
      return good;
    }
    Place place = new Place(section.linesBefore + 1, 1);
    return List.of(new Entry(new Text(place, section.key, true), new Unreadable(place)));
  }

  private static List<Section> split(String text) {
    List<Section> sections = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    String key = "";
    int begin = 0;
    int line = 0;
    for (String next : text.split("(?<=\n)", -1)) {
      Matcher matcher = KEY.matcher(next);
      if (matcher.lookingAt()) {
        add(sections, key, begin, body);
        key = matcher.group(1);
        begin = line;
        body.setLength(0);
      }
      body.append(next);
      line++;
    }
    add(sections, key, begin, body);
    return sections;
  }

  /** What stands before the first key is comments, or nonsense that the whole has told of. */
  private static void add(List<Section> sections, String key, int begin, StringBuilder body) {
    if (!key.isEmpty()) {
      sections.add(new Section(key, begin, body.toString()));
    }
  }
}
