package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Loss.Reason;
import io.vigie.lab.chaos.verdict.Told;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each stack lost, by reason: a bar of its own length for each. */
final class Bars {

  private Bars() {}

  /** As HTML; the numbers are written beside each bar. */
  static String of(List<Told> runs) {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"bars\">\n<h3>").append(Words.REASONS).append("</h3>\n");
    for (Told told : runs) {
      Map<Reason, Integer> lost = Reasons.sum(told);
      int count = Reasons.count(lost);
      String said = Reasons.said(told, lost);
      html.append(
          "<p><b>%s</b> %d requests%s</p>\n"
              .formatted(
                  Html.text(told.run().stack()),
                  count,
                  said.isEmpty() ? (count == 0 ? "" : "; it does not tell why") : ": " + said));
      if (!said.isEmpty()) {
        html.append(bar(told, lost, count));
      }
    }
    return html.append(key()).append("</div>\n").toString();
  }

  private static String bar(Told told, Map<Reason, Integer> lost, int count) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"bar\" role=\"img\" width=\"100%%\" height=\"18\"><title>%s</title><desc>%s</desc>"
            .formatted(
                Html.text(told.run().stack() + ": lost requests by reason"),
                Html.text(count + " requests. " + Reasons.said(told, lost))));
    int before = 0;
    for (Reason reason : Reason.values()) {
      int its = lost.getOrDefault(reason, 0);
      if (its > 0) {
        svg.append(
            "<rect class=\"%s\" x=\"%s%%\" width=\"%s%%\" height=\"18\"/>"
                .formatted(
                    style(reason),
                    Html.number(100.0 * before / count),
                    Html.number(100.0 * its / count)));
      }
      before += its;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String key() {
    StringBuilder html = new StringBuilder("<ul class=\"key\">\n");
    for (Reason reason : Reason.values()) {
      html.append(
          """
          <li><svg width="18" height="18" aria-hidden="true"><rect class="%s" width="18" \
          height="18"/></svg> <b>%s</b>: %s</li>
          """
              .formatted(style(reason), Reasons.word(reason), Reasons.explained(reason)));
    }
    return html.append("</ul>\n").toString();
  }

  /** What the bars are filled with: each reason has a colour and a pattern. */
  static String patterns() {
    return """
    <svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
    <pattern id="in_flight" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6"/></pattern>
    <pattern id="vip" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="6" height="6"/>\
    <path d="M0 0V6"/></pattern>
    <pattern id="detection" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6"/><circle cx="3" cy="3" r="1.5"/></pattern>
    <pattern id="return" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6"/><path d="M0 3H6"/></pattern>
    <pattern id="other" width="8" height="8" patternUnits="userSpaceOnUse">\
    <rect width="8" height="8"/><path d="M0 0L8 8M8 0L0 8"/></pattern>
    </defs></svg>
    """;
  }

  private static String style(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
