package io.vigie.cli.status;

import io.vigie.cli.Table;
import io.vigie.cli.Table.Cell;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.cli.status.Report.RouterLine;
import io.vigie.cli.status.Report.VipLine;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A report as tables for people. */
final class StatusTables {

  private static final Set<String> GOOD =
      Set.of("up", "ready", "present", "active", "backup", "standby", "healthy");
  private static final Set<String> BAD =
      Set.of("down", "silent", "not-ready", "ejected", "refusing", "failing-open");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private StatusTables() {}

  static List<String> lines(Report report, Terminal terminal) {
    Table services = new Table("SERVICE", "HOST", "STATE", "REMARKS");
    report
        .services()
        .forEach(
            s -> services.row(s.service(), s.host(), cell(s.state(), false), list(s.remarks())));
    Table nodes = new Table("NODE", "SEEN BY", "STATUS", "SINCE", "FAILING");
    report
        .nodes()
        .forEach(
            n ->
                nodes.row(
                    n.node(),
                    n.observer(),
                    cell(n.status() + (n.impaired() ? " (impaired)" : ""), n.stale()),
                    time(n.since()),
                    list(n.failing())));
    Table servers = new Table("POOL", "SERVER", "ON", "STATE", "SINCE", "WHY");
    report
        .servers()
        .forEach(
            s ->
                servers.row(
                    s.pool(),
                    s.server(),
                    s.balancer(),
                    cell(s.state(), s.stale()),
                    time(s.since()),
                    s.cause()));
    Table frontends = new Table("FRONTEND", "ADDRESS", "SEEN BY", "REACHED", "SINCE", "HOW");
    report
        .frontends()
        .forEach(
            f ->
                frontends.row(
                    f.frontend(),
                    f.address(),
                    f.observer(),
                    new Cell(
                        (f.reached() ? "yes" : "no") + (f.stale() ? " (stale)" : ""),
                        f.stale() ? Paint.FAINT : f.reached() ? Paint.GOOD : Paint.BAD),
                    time(f.since()),
                    f.detail()));
    List<String> lines = new ArrayList<>();
    report.simulated().forEach(part -> lines.add(terminal.paint(Paint.WARNING, part)));
    for (Table table : List.of(services, nodes, servers, frontends, vips(report))) {
      List<String> some = table.lines(terminal);
      if (!lines.isEmpty() && !some.isEmpty()) {
        lines.add("");
      }
      lines.addAll(some);
    }
    return lines;
  }

  private static Table vips(Report report) {
    Table vips =
        new Table("VIP", "ADDRESSES", "HOLDER", "ON", "ROLE", "PRIORITY", "SINCE", "UNWELL");
    for (VipLine vip : report.vips()) {
      String holder = vip.holders().isEmpty() ? "nobody" : String.join(" ", vip.holders());
      for (RouterLine r : vip.routers()) {
        vips.row(
            vip.vip(),
            String.join(" ", vip.addresses()),
            new Cell(holder, vip.trouble() == null ? Paint.GOOD : Paint.BAD),
            r.balancer(),
            cell(r.role(), r.stale()),
            r.priority() == null ? "-" : r.priority(),
            r.since() == null ? "-" : time(r.since()),
            list(r.unwell()));
      }
    }
    return vips;
  }

  /** A state as it stands on the wire. */
  static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Cell cell(String state, boolean stale) {
    if (stale) {
      return new Cell(state + " (stale)", Paint.FAINT);
    }
    return new Cell(
        state, GOOD.contains(state) ? Paint.GOOD : BAD.contains(state) ? Paint.BAD : Paint.WARNING);
  }

  private static String time(String instant) {
    return TIME.format(Instant.parse(instant));
  }

  private static String list(List<String> items) {
    return items.isEmpty() ? "-" : String.join("; ", items);
  }
}
