package io.vigie.lab.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lab.chaos.verdict.Loss;
import io.vigie.lab.chaos.verdict.Loss.Reason;
import io.vigie.lab.chaos.verdict.Told;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  private static final List<Told> PAIR =
      List.of(Samples.single("short", 1, 7.5), Samples.vigie("short", 1, Samples.marks(3)));

  @Test
  void everyRunHasItsRowInEveryTable() {
    String text = Markdown.of(PAIR, Samples.SETTING);
    assertHas(text, "## short, seed 1\n");
    assertHas(text, "20 s of 50 requests a second, beside 5 streams and 5 watches");
    assertHas(
        text,
        """
        | single | 1000 | 62.500 | 7.5 | 7.5 | 3.5 | 12.0 | 20.0 | 0 | 0 | 375 | 0 |
        | vigie | 1000 | 98.800 | 0.2 | 0.2 | 3.5 | 12.4 | 306.0 | 0 | 12 | 0 | 0 |
        """);
    assertHas(
        text,
        """
        | single | 5 | 0 | 0.1 | 0 | 5 | 10.0 | 0.0 | – | – | – |
        | vigie | 2 | 1 | 1.3 | 0 | 0 | – | 112.0 | 41 | 0 | 1 |
        """);
    assertHas(
        text,
        """
        | Fault | What | From, s | Until, s | single, requests | vigie, requests |
        | --: | --- | --: | --: | --: | --: |
        | 1 | cut p1 | 5.0 | 12.5 | 375 | 12 (in flight 8, VIP 4) |
        """);
    assertHas(
        text,
        """
        | single | none | none | none | none |
        | vigie | lb-2 | none | lb-1 calls k3s-1 down | lb-1/vigie, memory beside it, MiB: 101 under load and 136 at rest |
        """);
    assertHas(
        text,
        """
        | vigie | lb-1/haproxy | 1 min | 1 | – → – | 9.0 → 9.0 | 20 → 20 | 2 → 2 |
        | vigie | lb-1/vigie | 1 min | 1 | 20.0 → 20.0 | 100.0 → 100.0 | 50 → 50 | 30 → 30 |
        | vigie | lb-1/vigie | 2 min | 1 | 21.0 → 21.0 | 101.3 → 101.3 | 51 → 51 | 31 → 31 |
        | vigie | lb-1/vigie | 4 min | 1 | 21.0 → 21.0 | 140.0 → 140.0 | 51 → 51 | 31 → 31 |
        | vigie | lb-1/vigie | at rest | 1 | 20.0 | 136.0 | 40 | 31 |
        """);
    assertHas(text, "```\nsudo ./vigie lab compare short --seed 1\n```\n\n- Kernel: Linux 6.18\n");
    assertFalse(text.contains("All seeds"), text);
  }

  @Test
  void whatWasLostBeforeAnyFaultHasItsRow() {
    Told told = Samples.vigie("short", 1, List.of());
    Told early =
        new Told(
            told.run(),
            told.verdict(),
            told.streams(),
            told.watches(),
            0,
            told.faults(),
            List.of(new Loss("", 0, Map.of(Reason.OTHER, 3))),
            List.of(),
            told.events(),
            told.aftermath(),
            told.perSecond());
    assertHas(
        Markdown.of(List.of(early), Samples.SETTING),
        """
        | – | before the first fault | 0.0 | 5.0 | 3 (other 3) |
        | 1 | cut p1 | 5.0 | 12.5 | 0 |
        """);
  }

  @Test
  void severalSeedsAreSummedUp() {
    List<Told> runs =
        List.of(
            Samples.single("short", 1, 2),
            Samples.single("short", 7, 5),
            Samples.single("other", 1, 1));
    String text = Markdown.of(runs, Samples.SETTING);
    assertHas(text, "| --: |\n| short | single | 2 | 82.500 | 7.0 | 5.0 | 7 | 7.5 |\n\n");
    assertHas(text, "## short, seed 7\n");
    assertHas(text, "## other, seed 1\n");
  }

  @Test
  void whateverTextHoldsATableStaysATable() {
    Told evil = Samples.vigie(Samples.EVIL, 1, List.of());
    String text =
        Markdown.of(
            List.of(evil, Samples.single(Samples.EVIL, 2, 1), evil),
            new Setting(
                "echo '```'\n# no heading", List.of(new Setting.Fact(Samples.EVIL, "a\n# b"))));
    assertFalse(Pattern.compile("(?<!\\\\)[<&]").matcher(text).find(), text);
    assertFalse(text.contains("\n# d"), text);
    assertFalse(text.contains("\n# b"), text);
    assertHas(text, "\n````\necho '```' # no heading\n````\n");
    int columns = 0;
    for (String line : text.lines().toList()) {
      int bars = line.replaceAll("\\\\.", "").replaceAll("[^|]", "").length();
      boolean isFirst = columns == 0;
      columns = line.startsWith("|") ? isFirst ? bars : columns : 0;
      assertEquals(columns, bars, line);
    }
  }

  @Test
  void noRunIsSaidToBeNone() {
    String text = Markdown.of(List.of(), Samples.SETTING);
    assertHas(text, "No run has ended yet.");
    assertFalse(text.contains("|"), text);
  }

  private static void assertHas(String text, String part) {
    assertTrue(text.contains(part), () -> "no\n" + part + "\nin\n" + text);
  }
}
