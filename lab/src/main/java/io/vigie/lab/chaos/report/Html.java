package io.vigie.lab.chaos.report;

import java.util.List;
import java.util.Locale;

/** Pieces of HTML. */
final class Html {

  private Html() {}

  /** Text that may hold anything, for between tags or within a quoted attribute. */
  static String text(String any) {
    return Plain.line(any)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A number as SVG and CSS read it, with no more digits than can be seen. */
  static String number(double value) {
    String plain = String.format(Locale.ROOT, "%.3f", value);
    return plain.replaceAll("\\.?0+$", "");
  }

  /** A table that scrolls by itself where it is too wide; nothing without rows. */
  static String table(Grid grid) {
    if (grid.rows().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    String caption = text(grid.caption());
    html.append(
        """
        <div class="wide" role="region" tabindex="0" aria-label="%s">
        <table>
        <caption>%s</caption>
        <thead><tr>\
        """
            .formatted(caption, caption));
    for (Grid.Column column : grid.columns()) {
      html.append("<th scope=\"col\"%s>".formatted(side(column)));
      html.append(text(column.title())).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Grid.Cell> row : grid.rows()) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append(cell(row.get(i), grid.columns().get(i), i == 0));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private static String cell(Grid.Cell cell, Grid.Column column, boolean isFirst) {
    String detail = cell.detail().isEmpty() ? "" : "<small>" + text(cell.detail()) + "</small>";
    String start = isFirst ? "th scope=\"row\"" : "td";
    return "<%s%s>%s%s</%s>"
        .formatted(start, side(column), text(cell.text()), detail, isFirst ? "th" : "td");
  }

  private static String side(Grid.Column column) {
    return column.isNumber() ? " class=\"number\"" : "";
  }
}
