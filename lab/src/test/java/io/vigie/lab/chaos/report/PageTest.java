package io.vigie.lab.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lab.chaos.verdict.Mark;
import io.vigie.lab.chaos.verdict.Told;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PageTest {

  /** As a tree: a page is well-formed XML but for its script and its style. */
  private static Document tree(String html) throws Exception {
    String plain = html.replaceAll("(?s)(<(script|style)>).*?(</\\2>)", "$1$3");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(plain)));
  }

  private static List<Element> all(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static List<Element> ofClass(Document page, String name, String style) {
    return all(page, name).stream().filter(e -> e.getAttribute("class").equals(style)).toList();
  }

  @Test
  void everyStackFaultAndEventIsThere() throws Exception {
    Document page =
        tree(
            Page.of(
                List.of(
                    Samples.single("short", 1, 7.5), Samples.vigie("short", 1, Samples.marks(3))),
                Samples.SETTING));
    assertEquals(
        List.of("single", "vigie"),
        ofClass(page, "div", "band").stream().map(e -> e.getAttribute("data-stack")).toList());
    assertEquals("1 cut p1", all(page, "ol").getFirst().getTextContent().strip());
    assertEquals(3, ofClass(page, "path", "tick").size());
    assertEquals(
        List.of("M5 0H6V100H5Z", "M5 0H6V24H5Z"),
        ofClass(page, "path", "lost").stream().map(e -> e.getAttribute("d")).toList());
    String text = page.getDocumentElement().getTextContent();
    for (String part :
        List.of(
            "98.800 % in time, 0.2 s lost",
            "5.002",
            "lb-2: event 2",
            "12 requests: in flight 8, VIP 4",
            "375 requests; it does not tell why",
            "lb-1 calls k3s-1 down",
            "Linux 6.18",
            "sudo ./vigie lab compare short --seed 1")) {
      assertTrue(text.contains(part), part);
    }
  }

  @Test
  void everyPictureHasANameAndEveryNameIsThereOnce() throws Exception {
    Told told = Samples.vigie("short", 1, Samples.marks(9));
    Document page =
        tree(Page.of(List.of(told, Samples.vigie("short", 2, List.of())), Samples.SETTING));
    Set<String> ids = new HashSet<>();
    all(page, "*").stream()
        .map(e -> e.getAttribute("id"))
        .filter(id -> !id.isEmpty())
        .forEach(id -> assertTrue(ids.add(id), id));
    int pictures = 0;
    for (Element svg : all(page, "svg")) {
      if (!svg.getAttribute("aria-hidden").equals("true")) {
        pictures++;
        assertEquals("img", svg.getAttribute("role"));
        assertEquals(1, titles(svg, "title"));
        assertEquals(1, titles(svg, "desc"));
      }
    }
    assertEquals(5, pictures);
    for (String reference : List.of("aria-labelledby", "aria-describedby")) {
      all(page, "svg").stream()
          .map(e -> e.getAttribute(reference))
          .filter(id -> !id.isEmpty())
          .forEach(id -> assertTrue(ids.contains(id), id));
    }
    all(page, "a").forEach(a -> assertTrue(ids.contains(a.getAttribute("href").substring(1))));
    assertEquals(2, all(page, "a").size());
  }

  private static long titles(Element svg, String name) {
    NodeList inside = svg.getChildNodes();
    return IntStream.range(0, inside.getLength())
        .filter(i -> inside.item(i).getNodeName().equals(name))
        .count();
  }

  @Test
  void whateverTextHoldsStaysText() throws Exception {
    Told told = Samples.vigie(Samples.EVIL, 1, List.of());
    Told evil =
        new Told(
            new Told.Run(Samples.EVIL, 1, 20, 50, 5, Samples.EVIL),
            told.verdict(),
            told.streams(),
            told.watches(),
            0,
            List.of(new Told.Broken(Samples.EVIL, 1, 2)),
            List.of(),
            List.of(new Mark(1, Samples.EVIL, Mark.Kind.NODE, Samples.EVIL)),
            told.events(),
            told.aftermath(),
            told.perSecond());
    String html =
        Page.of(
            List.of(evil, Samples.single("a", 1, 1)),
            new Setting(Samples.EVIL, List.of(new Setting.Fact(Samples.EVIL, Samples.EVIL))));
    Document page = tree(html);
    assertEquals(0, all(page, "img").size());
    assertEquals(1, html.split("</script>", -1).length - 1);
    String line = Plain.line(Samples.EVIL);
    assertEquals(line + ", seed 1", all(page, "h2").getFirst().getTextContent());
    assertEquals(line, ofClass(page, "div", "band").getFirst().getAttribute("data-stack"));
    assertEquals(line, all(page, "pre").getFirst().getTextContent());
    assertEquals(line + ", from 1.0 to 2.0 s", all(page, "li").get(2).getAttribute("title"));
    assertFalse(html.codePoints().anyMatch(c -> c == 7 || c == 0xD800));
  }

  @Test
  void itAsksNobodyForAnything() throws Exception {
    String html = Page.of(List.of(Samples.vigie("short", 1, List.of())), Samples.SETTING);
    Document page = tree(html);
    assertEquals(
        List.of("data:,"), all(page, "link").stream().map(e -> e.getAttribute("href")).toList());
    all(page, "*").forEach(e -> assertFalse(e.hasAttribute("src"), e::getNodeName));
    assertFalse(html.matches("(?s).*(https?://|@import|url\\([^#]).*"), html);
    assertTrue(html.contains("content=\"default-src 'none'; "), html);
  }

  @Test
  void ofManyEventsSomeAreShownAndTheRestAreCounted() throws Exception {
    Told told = Samples.vigie("short", 1, Samples.marks(5_000));
    Document page = tree(Page.of(List.of(told), Samples.SETTING));
    assertEquals(300, ofClass(page, "path", "tick").size());
    Element list = all(page, "details").getFirst();
    assertEquals(301, list.getElementsByTagName("tr").getLength());
    String said = list.getTextContent();
    assertTrue(said.contains("What vigie told: 300 events"), said);
    assertTrue(said.contains("And 4700 more, which are neither drawn nor listed"), said);
    assertTrue(said.contains("lb-2: event 1794"), "the VIP's come first");
    assertFalse(said.contains("lb-2: event 1\n"), "a role's is left out");
  }

  @Test
  void whatIsToldAfterTheLoadIsOnlyListed() throws Exception {
    List<Mark> marks =
        List.of(
            new Mark(20, "lb-1", Mark.Kind.NODE, "in time"),
            new Mark(20.001, "lb-1", Mark.Kind.NODE, "later"));
    Document page = tree(Page.of(List.of(Samples.vigie("short", 1, marks)), Samples.SETTING));
    assertEquals(1, ofClass(page, "path", "tick").size());
    assertTrue(all(page, "details").getFirst().getTextContent().contains("lb-1: later"));
  }

  @Test
  void noRunIsSaidToBeNone() throws Exception {
    Document page = tree(Page.of(List.of(), Samples.SETTING));
    assertTrue(page.getDocumentElement().getTextContent().contains("No run has ended yet."));
    assertEquals(0, all(page, "figure").size());
  }
}
