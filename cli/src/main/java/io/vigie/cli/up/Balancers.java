package io.vigie.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Services;
import io.vigie.cli.manage.Management;
import io.vigie.cli.manage.Management.Reply;
import io.vigie.cli.manage.Management.Reply.Answered;
import io.vigie.cli.up.Plan.Ground;
import io.vigie.kit.config.ServiceName;
import io.vigie.lab.DemoProcess;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.lab.DemoProcesses;
import io.vigie.lab.Pid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The balancers of the demo, each a process in a network namespace. */
final class Balancers {

  private static final int START_SECONDS = 60;
  private static final int ASK_MILLIS = 100;

  private Balancers() {}

  /**
   * Starts them, each when the one before it holds the VIP: so the first one does. Returns when all
   * their services are ready.
   *
   * @param state each gets a directory in it
   * @throws Failure if they are not within 60 s
   */
  static void start(Plan plan, Ground ground, DemoProcesses processes, Path state)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    List<DemoProcess> started = new ArrayList<>();
    for (Place place : ground.balancers()) {
      started.add(processes.start(place, command(plan, ground, place, state), Pid.self()));
      if (started.size() == 1 && services(plan, ground, place).contains(ServiceName.VRRP)) {
        await(plan, started.getFirst(), ServiceName.VRRP, "/v1/state", Balancers::holdsAll, end);
      }
    }
    for (int i = 0; i < started.size(); i++) {
      for (ServiceName service : services(plan, ground, ground.balancers().get(i))) {
        await(plan, started.get(i), service, "/ready", Balancers::isReady, end);
      }
    }
  }

  private static List<String> command(Plan plan, Ground ground, Place place, Path state) {
    List<String> command = new ArrayList<>(Here.again("-XX:+UseZGC"));
    command.add("run");
    services(plan, ground, place).forEach(service -> command.add(service.brief()));
    command.addAll(List.of("--config", plan.file().toString(), "--host", place.name()));
    Path own = state.resolve("services").resolve(place.name());
    command.addAll(List.of("--state-dir", own.toString()));
    return command;
  }

  /** The last one alone has a console: on one machine for all, a second one would be in the way. */
  private static List<ServiceName> services(Plan plan, Ground ground, Place place) {
    return Services.wantedBy(plan.config()).stream()
        .filter(name -> name != ServiceName.CONSOLE || place.equals(consoleAt(ground)))
        .toList();
  }

  /** Where the console is. */
  static Place consoleAt(Ground ground) {
    return ground.balancers().getLast();
  }

  private static boolean isReady(Reply reply) {
    return reply instanceof Answered(int status, _) && status == 200;
  }

  private static boolean holdsAll(Reply reply) {
    if (!(reply instanceof Answered(int status, JsonNode body)) || status != 200) {
      return false;
    }
    JsonNode vips = body.path("state").path("vips");
    return !vips.isEmpty()
        && StreamSupport.stream(vips.spliterator(), false)
            .allMatch(vip -> vip.path("held").asBoolean());
  }

  private static void await(
      Plan plan,
      DemoProcess balancer,
      ServiceName service,
      String path,
      Predicate<Reply> isSo,
      long endNanos)
      throws InterruptedException {
    try (Management management = new Management(plan.config().management(), balancer.address())) {
      Reply reply = management.get(service, path);
      while (!isSo.test(reply)) {
        if (System.nanoTime() - endNanos > 0 || !balancer.process().isAlive()) {
          throw Failure.failed(
              "%s of %s is not ready: %s; see its log, nodes/%s.log in the state directory"
                  .formatted(service.wire(), balancer.name(), reply, balancer.name()));
        }
        TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
        reply = management.get(service, path);
      }
    }
  }
}
