package io.vigie.cli;

import io.vigie.cli.Terminal.Paint;
import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as their widest cell, two spaces between. */
public final class Table {

  private final List<String> head;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A table with these columns. */
  public Table(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row without colours. */
  public Table row(Object... cells) {
    List<Cell> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Cell made ? made : new Cell(cell.toString(), Paint.PLAIN));
    }
    if (row.size() != head.size()) {
      throw new IllegalArgumentException(row.size() + " cells for " + head.size() + " columns");
    }
    rows.add(row);
    return this;
  }

  /** The lines of the table, head first; none without rows. */
  public List<String> lines(Terminal terminal) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    List<Cell> top = head.stream().map(title -> new Cell(title, Paint.FAINT)).toList();
    int[] widths = new int[head.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = top.get(column).text().length();
      for (List<Cell> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).text().length());
      }
    }
    lines.add(line(top, widths, terminal));
    rows.forEach(row -> lines.add(line(row, widths, terminal)));
    return lines;
  }

  private static String line(List<Cell> row, int[] widths, Terminal terminal) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      Cell cell = row.get(column);
      line.append(terminal.paint(cell.paint(), cell.text()));
      if (column < widths.length - 1) {
        line.repeat(' ', widths[column] - cell.text().length() + 2);
      }
    }
    return line.toString();
  }

  /**
   * One field.
   *
   * @param text without colour codes
   * @param paint how it is shown where there is colour
   */
  public record Cell(String text, Paint paint) {}
}
