package io.vigie.kit.notify.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Tone;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterTest {

  private static Notice notice(String name, String text, Tone tone) {
    return new Notice(
        "019a-1",
        "019a-0",
        "NODE",
        name,
        "DOWN",
        0,
        text,
        tone,
        "lb-1",
        "health-service",
        "12:00Z");
  }

  private static Letter letter(Notice... notices) {
    return new Letter("lab", new Parcel(List.of(notices), notices.length > 1 ? 70 : 0, 0));
  }

  @Test
  void oneNoticeIsItsTextAndWhereItIsFrom() {
    Letter letter = letter(notice("k3s-1", "node k3s-1 down", Tone.BAD));
    assertEquals("node k3s-1 down\nlb-1 · 12:00Z · NODE/k3s-1/DOWN · 019a-1", letter.text());
    assertEquals("Vigie lab", letter.title());
    assertEquals("rotating_light", letter.emoji());
    assertEquals("NODE/k3s-1/DOWN", letter.environment().get("VIGIE_KEY"));
    assertEquals("019a-0", letter.environment().get("VIGIE_CORRELATION"));
  }

  @Test
  void manyAreCountedAndTheWorstShows() {
    Letter letter =
        letter(notice("a", "node a up", Tone.GOOD), notice("b", "node b down", Tone.BAD));
    assertEquals(
        """
        70 more since 1970-01-01T00:00:00Z, held back by the limit; the last word on each of 2:
        node a up
        node b down
        lb-1 · 12:00Z · NODE/b/DOWN · 019a-1\
        """,
        letter.text());
    assertEquals(Tone.BAD, letter.tone());
  }

  @Test
  void slackCallsNobodyAndLinksNothing() {
    String text = letter(notice("a", "<!channel> & <http://evil|click>", Tone.BAD)).slack();
    assertTrue(text.contains("&lt;!channel&gt; &amp; &lt;http://evil|click&gt;"), text);
    assertFalse(text.contains("<"), text);
  }

  @Test
  void controlCharactersAndHalfCharactersAreGone() {
    Notice hostile = notice("a\0b\nc", "x\r\nTitle: y\u001b[2J\ud800z", Tone.BAD);
    assertEquals("a b c", hostile.name());
    assertEquals("x  Title: y [2J z", hostile.text());
  }

  @Test
  void noTextIsLongerThanAllowed() {
    List<Notice> many = new ArrayList<>();
    for (int i = 0; i < Postbag.MOST_SUBJECTS; i++) {
      many.add(notice("\u4e2d".repeat(700), "\ud83d\ude80".repeat(700), Tone.BAD));
      Letter letter = new Letter("lab", new Parcel(many, many.size(), 0));
      int bytes = letter.text().getBytes(StandardCharsets.UTF_8).length;
      assertTrue(bytes <= Letter.MOST_BYTES, many.size() + " notices: " + bytes);
    }
  }
}
