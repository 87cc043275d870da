package io.vigie.cli.status;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Exit;
import io.vigie.cli.Json;
import io.vigie.cli.Terminal;
import io.vigie.cli.status.Report.FrontendLine;
import io.vigie.cli.status.Report.NodeLine;
import io.vigie.cli.status.Report.PoolLine;
import io.vigie.cli.status.Report.ServerLine;
import io.vigie.cli.status.Report.VipLine;
import io.vigie.cli.status.haproxy.HaproxyView;
import io.vigie.cli.story.Picture;
import io.vigie.event.Envelope;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeChanged;
import io.vigie.event.PoolChanged;
import io.vigie.event.ServerChanged;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How things are. */
@Command(
    name = "status",
    description =
        "Shows how things are; exit code 3 if somebody who should say so is silent, or if a VIP has"
            + " not exactly one holder.")
public final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Option(
      names = "--haproxy-csv",
      description =
          "This machine's balancer as HAProxy's 'show stat' gives it; what Vigie does not count is"
              + " empty.")
  private boolean haproxyCsv;

  /** Made by picocli. */
  StatusCommand() {}

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    VigieConfig config = option.load(terminal);
    if (haproxyCsv) {
      HaproxyView.lines(config).forEach(terminal::say);
      return Exit.DONE;
    }
    Survey survey = Survey.make(config);
    Report report = report(config, survey);
    if (json) {
      terminal.say(Json.text(report));
    } else {
      StatusTables.lines(report, terminal).forEach(terminal::say);
      report.gaps().forEach(terminal::note);
      report.vips().stream().map(VipLine::trouble).filter(Objects::nonNull).forEach(terminal::note);
    }
    boolean held = report.vips().stream().allMatch(vip -> vip.trouble() == null);
    return report.complete() && held ? Exit.DONE : Exit.UNKNOWN;
  }

  private static Report report(VigieConfig config, Survey survey) {
    Picture picture = survey.picture();
    return new Report(
        config.cluster(),
        survey.gaps().isEmpty(),
        survey.gaps(),
        Simulated.parts(config),
        survey.services(),
        picture.of(NodeChanged.class).stream().map(said -> node(said, survey)).toList(),
        picture.of(PoolChanged.class).stream().map(said -> pool(said, survey)).toList(),
        picture.of(ServerChanged.class).stream().map(said -> server(said, survey)).toList(),
        picture.of(FrontendChanged.class).stream().map(said -> frontend(said, survey)).toList(),
        new Vips(
                config,
                picture,
                balancer -> survey.isStale(balancer, ServiceName.VRRP.wire()),
                survey.vips())
            .lines());
  }

  private static NodeLine node(Picture.Said<NodeChanged> said, Survey survey) {
    NodeChanged n = said.event();
    return new NodeLine(
        n.node(),
        said.envelope().host(),
        StatusTables.word(n.status()),
        since(said.envelope()),
        n.failing(),
        n.impaired(),
        stale(said.envelope(), survey));
  }

  private static PoolLine pool(Picture.Said<PoolChanged> said, Survey survey) {
    PoolChanged p = said.event();
    return new PoolLine(
        p.pool(),
        said.envelope().host(),
        StatusTables.word(p.state()),
        p.usable(),
        p.servers(),
        since(said.envelope()),
        stale(said.envelope(), survey));
  }

  private static ServerLine server(Picture.Said<ServerChanged> said, Survey survey) {
    ServerChanged s = said.event();
    return new ServerLine(
        s.pool(),
        s.server(),
        said.envelope().host(),
        StatusTables.word(s.state()),
        s.cause(),
        since(said.envelope()),
        stale(said.envelope(), survey));
  }

  private static FrontendLine frontend(Picture.Said<FrontendChanged> said, Survey survey) {
    FrontendChanged f = said.event();
    return new FrontendLine(
        f.frontend(),
        f.address(),
        said.envelope().host(),
        f.reached(),
        f.result() + (f.detail().isBlank() ? "" : " " + f.detail()),
        since(said.envelope()),
        stale(said.envelope(), survey));
  }

  private static String since(Envelope envelope) {
    return envelope.time().toString();
  }

  private static boolean stale(Envelope envelope, Survey survey) {
    return survey.isStale(envelope.host(), envelope.service());
  }
}
