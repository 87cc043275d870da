package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Mark;
import io.vigie.lab.chaos.verdict.Told;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A report as one page of HTML that asks nobody for anything. */
public final class Page {

  private static final String SCRIPT = resource("page.js");
  private static final String STYLE = resource("page.css");

  private final StringBuilder html = new StringBuilder();

  private Page() {}

  /** The report of runs, which may be none. */
  public static String of(List<Told> all, Setting setting) {
    Page page = new Page();
    page.write(all, setting);
    return page.html.toString();
  }

  private void write(List<Told> all, Setting setting) {
    List<Trial> trials = Trial.of(all);
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
        style-src 'unsafe-inline'; script-src 'sha256-%s'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <link rel="icon" href="data:,"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s<main>
        <h1>%s</h1>
        <p>%s</p>
        """
            .formatted(
                digest(SCRIPT), Words.TITLE, STYLE, Bars.patterns(), Words.TITLE, Words.MEANING));
    if (all.isEmpty()) {
      html.append("<p>").append(Words.EMPTY).append("</p>\n");
    }
    if (trials.size() > 1) {
      contents(trials);
    }
    html.append(Html.table(Totals.of(all)));
    for (int i = 0; i < trials.size(); i++) {
      section(trials.get(i), "trial-" + (i + 1));
    }
    setting(setting);
    html.append("</main>\n<script>").append(SCRIPT).append("</script>\n</body>\n</html>\n");
  }

  private void contents(List<Trial> trials) {
    html.append("<nav aria-label=\"Trials\"><ul>\n");
    for (int i = 0; i < trials.size(); i++) {
      html.append(
          "<li><a href=\"#trial-%d\">%s</a></li>\n"
              .formatted(i + 1, Html.text(trials.get(i).title())));
    }
    html.append("</ul></nav>\n");
  }

  private void section(Trial trial, String id) {
    html.append(
        "<section id=\"%s\">\n<h2>%s</h2>\n<p>%s</p>\n"
            .formatted(id, Html.text(trial.title()), Html.text(trial.load())));
    html.append(Timeline.of(trial, id));
    trial.runs().forEach(this::events);
    html.append(Html.table(Figures.requests(trial.runs())));
    html.append(Html.table(Figures.others(trial.runs())));
    html.append(Bars.of(trial.runs()));
    html.append(Html.table(Costs.of(trial)));
    html.append(Html.table(Figures.aftermath(trial.runs())));
    html.append(Html.table(Figures.growth(trial.runs())));
    html.append("</section>\n");
  }

  private void events(Told told) {
    Shown shown = Shown.of(told.marks());
    if (shown.marks().isEmpty()) {
      return;
    }
    String stack = told.run().stack();
    html.append(
        "<details data-stack=\"%s\"><summary>What %s told: %d events</summary>\n"
            .formatted(Html.text(stack), Html.text(stack), shown.marks().size()));
    html.append(
        Html.table(
            new Grid(
                "Events of " + stack,
                List.of(
                    Grid.Column.number("At, s"), Grid.Column.word("Of"), Grid.Column.word("What")),
                shown.marks().stream().map(Page::row).toList())));
    if (shown.more() > 0) {
      html.append(
          "<p>And %d more, which are neither drawn nor listed; see runs.jsonl.</p>\n"
              .formatted(shown.more()));
    }
    html.append("</details>\n");
  }

  private static List<Grid.Cell> row(Mark mark) {
    String at = String.format(Locale.ROOT, "%.3f", mark.seconds());
    return Grid.row(at, Shown.word(mark.kind()), Timeline.said(mark));
  }

  private void setting(Setting setting) {
    html.append("<section>\n<h2>").append(Words.SETTING).append("</h2>\n");
    html.append("<pre tabindex=\"0\"><code>").append(Html.text(setting.command()));
    html.append("</code></pre>\n<dl>\n");
    setting
        .facts()
        .forEach(
            fact ->
                html.append(
                    "<div><dt>%s</dt><dd>%s</dd></div>\n"
                        .formatted(Html.text(fact.name()), Html.text(fact.value()))));
    html.append("</dl>\n</section>\n");
  }

  private static String digest(String script) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
