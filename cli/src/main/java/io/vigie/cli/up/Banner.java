package io.vigie.cli.up;

import io.vigie.cli.Here;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.VigieConfig;
import io.vigie.lab.DemoProcess.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person can do now, in lines to copy. */
final class Banner {

  private Banner() {}

  static List<String> lines(Plan plan, Path log, long startMillis) {
    List<String> lines = new ArrayList<>();
    VigieConfig config = plan.config();
    String vigie = Here.command();
    lines.add("ready after %d.%d s".formatted(startMillis / 1000, startMillis % 1000 / 100));
    lines.add("");
    lines.add("  configuration  " + plan.file());
    lines.add("  log            " + log);
    lines.add("  Kafka          " + String.join(", ", config.kafka().bootstrap()));
    for (Map.Entry<String, FrontendConfig> frontend : config.frontends().entrySet()) {
      lines.add(
          "  frontend       %s at %s".formatted(frontend.getKey(), frontend.getValue().listen()));
    }
    lines.add("");
    lines.add("In another terminal:");
    if (plan.isDemo()) {
      Place last = plan.nodes().getLast();
      FrontendConfig http = config.frontends().get("http");
      FrontendConfig https = config.frontends().get("https");
      if (http != null && https != null) {
        lines.add("  curl http://" + http.listen() + "/");
        lines.add("  curl -k https://" + https.listen() + "/");
      }
      lines.add("  " + vigie + " lab kill " + last.name() + "    # or: stop, blackhole (as root)");
      lines.add("  " + vigie + " lab start " + last.name());
    }
    lines.add("  " + vigie + " status");
    lines.add("  " + vigie + " events --follow");
    lines.add(
        "  kcat -C -u -o end -b %s -t vigie.lb.v1"
            .formatted(config.kafka().bootstrap().getFirst()));
    lines.add("");
    lines.add("What happens (Ctrl-C ends everything):");
    return lines;
  }
}
