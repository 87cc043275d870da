package io.vigie.lab.chaos.report;

import java.util.List;

/**
 * A table before it is Markdown or HTML; its text may hold anything.
 *
 * @param caption what it shows
 */
record Grid(String caption, List<Column> columns, List<List<Cell>> rows) {

  Grid {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row.size() + " cells for " + columns.size());
      }
    }
  }

  /** What is in a column, with its unit; numbers stand at the right. */
  record Column(String title, boolean isNumber) {

    static Column word(String title) {
      return new Column(title, false);
    }

    static Column number(String title) {
      return new Column(title, true);
    }
  }

  /**
   * One field.
   *
   * @param detail more about it, smaller; empty for none
   */
  record Cell(String text, String detail) {

    static Cell of(Object value) {
      return new Cell(value.toString(), "");
    }
  }

  /** A row of fields without details. */
  static List<Cell> row(Object... values) {
    return List.of(values).stream().map(Cell::of).toList();
  }
}
