package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Mark;
import io.vigie.lab.chaos.verdict.Told;
import io.vigie.lab.chaos.verdict.Told.Broken;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The picture of a trial: its faults over time, and for each stack what clients had and what it
 * told. Lengths are shares of the width, so it is as wide as there is room.
 */
final class Timeline {

  private static final int LANE_HEIGHT = 10;

  private final Trial trial;
  private final String id;
  private final double seconds;
  private final StringBuilder html = new StringBuilder();

  private Timeline(Trial trial, String id) {
    this.trial = trial;
    this.id = id;
    this.seconds = Math.max(1, trial.run().seconds());
  }

  /**
   * As HTML.
   *
   * @param id what its parts' ids begin with
   */
  static String of(Trial trial, String id) {
    return new Timeline(trial, id).draw();
  }

  private String draw() {
    html.append(
        "<figure class=\"plot\" data-seconds=\"%d\">\n<div class=\"stage\">\n"
            .formatted((long) seconds));
    faults();
    for (int i = 0; i < trial.runs().size(); i++) {
      band(trial.runs().get(i), id + "-" + i);
    }
    axis();
    html.append(
        """
        </div>
        <figcaption>Share of the requests due in each second that were answered in time, from 0 at \
        the bottom to 100 % at the top: what hangs from the top was lost (any loss is drawn at \
        least 4 % high). Shaded: a fault. Below a band: what the stack told while clients called; \
        what it told later is only listed. Time in minutes and seconds.</figcaption>
        </figure>
        """);
    return html.toString();
  }

  private void faults() {
    List<Lanes.Place> places = Lanes.of(trial.faults(), seconds);
    int lanes = places.stream().mapToInt(Lanes.Place::lane).max().orElse(-1) + 1;
    html.append(
        "<ol class=\"faults\" style=\"--lanes:%d\" aria-label=\"Faults\">\n".formatted(lanes));
    for (Lanes.Place place : places) {
      Broken fault = place.fault();
      double width = place.until() - fault.from();
      html.append(
          """
          <li style="left:%s%%;width:%s%%;--lane:%d" title="%s" data-from="%s" data-until="%s">\
          <span>%d %s</span><i style="width:%s%%"></i></li>
          """
              .formatted(
                  share(fault.from()),
                  share(width),
                  place.lane(),
                  Html.text(spoken(fault)),
                  Html.number(fault.from()),
                  Html.number(fault.until()),
                  place.number(),
                  Html.text(fault.what()),
                  Html.number(100 * (fault.until() - fault.from()) / Math.max(width, 1e-3))));
    }
    html.append("</ol>\n");
  }

  private static String spoken(Broken fault) {
    return "%s, from %s to %s s"
        .formatted(fault.what(), Figures.tenths(fault.from()), Figures.tenths(fault.until()));
  }

  private void band(Told told, String bandId) {
    Shares shares = Shares.of(told.perSecond());
    String stack = Html.text(told.run().stack());
    html.append(
        """
        <div class="band" data-stack="%s" data-bin="%d" data-shares="%s">
        <h3>%s <small>%s %% in time, %s s lost</small></h3>
        <div class="share"><b aria-hidden="true">100 %%</b><b aria-hidden="true">0 %%</b>
        <svg viewBox="0 0 %s 100" preserveAspectRatio="none" role="img" \
        aria-labelledby="%s-t" aria-describedby="%s-d">
        <title id="%s-t">%s: share of requests answered in time</title>
        <desc id="%s-d">%s</desc>
        <path class="due" d="%s"/>
        """
            .formatted(
                stack,
                shares.binSeconds(),
                shares.packed(),
                stack,
                Figures.percent(told.verdict().availability()),
                Figures.tenths(told.verdict().secondsLost()),
                Html.number(seconds),
                bandId,
                bandId,
                bandId,
                stack,
                bandId,
                shares.said(),
                shares.due()));
    shades(100);
    html.append("<path class=\"lost\" d=\"%s\"/>\n</svg></div>\n".formatted(shares.lost()));
    events(told, stack, bandId);
    html.append("</div>\n");
  }

  private void shades(int height) {
    for (Broken fault : trial.faults()) {
      html.append(
          "<rect class=\"fault\" x=\"%s\" width=\"%s\" height=\"%d\"/>\n"
              .formatted(
                  Html.number(fault.from()),
                  Html.number(Math.max(0, fault.until() - fault.from())),
                  height));
    }
  }

  private void events(Told told, String stack, String bandId) {
    List<Mark> marks =
        Shown.of(told.marks()).marks().stream().filter(m -> m.seconds() <= seconds).toList();
    if (marks.isEmpty()) {
      return;
    }
    Set<Mark.Kind> kinds = new TreeSet<>(marks.stream().map(Mark::kind).toList());
    List<Mark.Kind> lanes = List.copyOf(kinds);
    int height = LANE_HEIGHT * lanes.size();
    html.append("<div class=\"events\" style=\"--lanes:%d\">".formatted(lanes.size()));
    lanes.forEach(
        kind -> html.append("<b aria-hidden=\"true\">%s</b>".formatted(Shown.word(kind))));
    html.append(
        """

        <svg viewBox="0 0 %s %d" preserveAspectRatio="none" role="img" \
        aria-labelledby="%s-e" aria-describedby="%s-n">
        <title id="%s-e">What %s told</title>
        <desc id="%s-n">%d events, which are listed below</desc>
        """
            .formatted(
                Html.number(seconds), height, bandId, bandId, bandId, stack, bandId, marks.size()));
    shades(height);
    for (Mark mark : marks) {
      int top = LANE_HEIGHT * lanes.indexOf(mark.kind());
      String x = Html.number(mark.seconds());
      html.append(
          "<path class=\"tick\" d=\"M%s %dv%d\"><title>%s</title></path>\n"
              .formatted(x, top + 1, LANE_HEIGHT - 2, Html.text(x + " s, " + said(mark))));
    }
    html.append("</svg></div>\n");
  }

  /** A mark in words, with who told it. */
  static String said(Mark mark) {
    return mark.host() + ": " + mark.said();
  }

  private void axis() {
    html.append("<div class=\"axis\" aria-hidden=\"true\">");
    for (long tick : Clock.ticks((long) seconds)) {
      html.append("<b style=\"left:%s%%\">%s</b>".formatted(share((double) tick), Clock.at(tick)));
    }
    html.append("</div>\n");
  }

  private String share(double at) {
    return Html.number(100 * at / seconds);
  }
}
