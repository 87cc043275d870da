package io.vigie.cli.up;

import io.vigie.cli.Here;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
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
    lines.add("  console        " + console(plan));
    plan.cluster()
        .ifPresent(
            cluster ->
                lines.add(
                    "  Kubernetes     http://%s is SIMULATED, %s as fast as life"
                        .formatted(cluster.at(), times(cluster.scene().tempo().speed()))));
    plan.config()
        .vips()
        .forEach(
            (name, vip) ->
                lines.add(
                    "  VIP            %s is %s, held by one of %s"
                        .formatted(
                            name,
                            String.join(", ", vip.addresses()),
                            String.join(", ", vip.priority().keySet()))));
    for (Map.Entry<String, FrontendConfig> frontend : config.frontends().entrySet()) {
      lines.add(
          "  frontend       %s at %s".formatted(frontend.getKey(), frontend.getValue().listen()));
    }
    lines.add("");
    lines.add("In another terminal:");
    if (plan.isDemo()) {
      lines.addAll(demo(plan, vigie));
    }
    lines.add("  " + vigie + " status");
    lines.add("  " + vigie + " events --follow");
    lines.add("  " + vigie + " incidents");
    lines.add(
        "  kcat -C -u -o end -b %s -t vigie.lb.v1"
            .formatted(config.kafka().bootstrap().getFirst()));
    lines.add("");
    lines.add("What happens (Ctrl-C ends everything):");
    return lines;
  }

  /** Where the page is. */
  private static String console(Plan plan) {
    ManagementConfig management = plan.config().management();
    int port = management.ports().getOrDefault(ServiceName.CONSOLE.brief(), 0);
    String host =
        plan.ground()
            .map(ground -> Balancers.consoleAt(ground).address().getHostAddress())
            .orElseGet(management::reachableAt);
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String primaryNode(Plan plan) {
    return plan.cluster()
        .map(cluster -> cluster.scene().database().homes().getFirst())
        .orElseThrow();
  }

  private static String times(double speed) {
    return speed == Math.rint(speed) ? "%.0f times".formatted(speed) : speed + " times";
  }

  private static List<String> demo(Plan plan, String vigie) {
    List<String> lines = new ArrayList<>();
    FrontendConfig http = plan.config().frontends().get("http");
    FrontendConfig https = plan.config().frontends().get("https");
    if (http != null && https != null) {
      lines.add("  curl http://" + http.listen() + "/");
      lines.add("  curl -k https://" + https.listen() + "/");
    }
    FrontendConfig postgres = plan.config().frontends().get("postgres");
    if (postgres != null) {
      lines.add(
          "  curl http://" + postgres.listen() + "/     # the node of the database's primary");
    }
    String node = plan.cluster().isPresent() ? primaryNode(plan) : plan.nodes().getLast().name();
    lines.add("  " + vigie + " lab kill " + node + "     # a node; or: stop, blackhole (as root)");
    lines.add("  " + vigie + " lab start " + node);
    if (plan.cluster().isPresent()) {
      lines.add(
          "  kubectl --kubeconfig %s get volumes.longhorn.io -A   # simulated"
              .formatted(Played.kubeconfig(plan)));
    }
    if (plan.ground().isPresent()) {
      String balancer = plan.ground().get().balancers().getFirst().name();
      lines.add("  " + vigie + " lab kill " + balancer + "      # a balancer: the VIP moves");
      lines.add(
          "  " + vigie + " lab blackhole p1   # a host's network card: its node and its balancer");
      for (String vip : plan.config().vips().keySet()) {
        lines.add("  " + vigie + " handover " + vip + "      # planned: no connection is refused");
      }
    }
    return lines;
  }
}
