package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Loss.Reason;
import io.vigie.lab.chaos.verdict.Told;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A report as Markdown, with tables as GitHub writes them. */
public final class Markdown {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|~&#!]");
  private static final Pattern TICKS = Pattern.compile("`+");
  private static final int LEAST_TICKS = 3;

  private final StringBuilder text = new StringBuilder();

  private Markdown() {}

  /** The report of runs, which may be none. */
  public static String of(List<Told> all, Setting setting) {
    Markdown markdown = new Markdown();
    markdown.write(all, setting);
    return markdown.text.toString();
  }

  private void write(List<Told> all, Setting setting) {
    text.append("# ").append(Words.TITLE).append("\n\n").append(Words.MEANING).append("\n");
    if (all.isEmpty()) {
      text.append("\n").append(Words.EMPTY).append("\n");
    }
    Grid totals = Totals.of(all);
    if (!totals.rows().isEmpty()) {
      heading(totals.caption());
      rows(totals);
    }
    for (Trial trial : Trial.of(all)) {
      heading(trial.title());
      text.append("\n").append(trial.load()).append("\n");
      table(Figures.requests(trial.runs()));
      table(Figures.others(trial.runs()));
      table(Costs.of(trial));
      table(Figures.aftermath(trial.runs()));
      table(Figures.growth(trial.runs()));
    }
    if (!all.isEmpty()) {
      heading(Words.REASONS);
      text.append("\n");
      for (Reason reason : Reason.values()) {
        text.append("- ").append(Reasons.word(reason)).append(": ");
        text.append(Reasons.explained(reason)).append("\n");
      }
    }
    heading(Words.SETTING);
    fence(Plain.line(setting.command()));
    text.append("\n");
    setting
        .facts()
        .forEach(
            fact ->
                text.append("- ")
                    .append(escaped(fact.name()))
                    .append(": ")
                    .append(escaped(fact.value()))
                    .append("\n"));
  }

  private void heading(String any) {
    text.append("\n## ").append(escaped(any)).append("\n");
  }

  private void fence(String command) {
    int longest =
        TICKS.matcher(command).results().mapToInt(run -> run.group().length()).max().orElse(0);
    String fence = "`".repeat(Math.max(LEAST_TICKS, longest + 1));
    text.append("\n%s\n%s\n%s\n".formatted(fence, command, fence));
  }

  private void table(Grid grid) {
    if (!grid.rows().isEmpty()) {
      text.append("\n**").append(escaped(grid.caption())).append("**\n");
      rows(grid);
    }
  }

  private void rows(Grid grid) {
    text.append("\n");
    line(grid.columns().stream().map(column -> escaped(column.title())).toList());
    line(grid.columns().stream().map(column -> column.isNumber() ? "--:" : "---").toList());
    for (List<Grid.Cell> row : grid.rows()) {
      line(row.stream().map(Markdown::cell).toList());
    }
  }

  private void line(List<String> cells) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String cell(Grid.Cell cell) {
    String more = cell.detail().isEmpty() ? "" : " (" + cell.detail() + ")";
    return escaped(cell.text() + more);
  }

  private static String escaped(String any) {
    return SPECIAL.matcher(Plain.line(any)).replaceAll("\\\\$0");
  }
}
