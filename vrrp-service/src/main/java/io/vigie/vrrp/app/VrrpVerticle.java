package io.vigie.vrrp.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.RoleChanged;
import io.vigie.event.SessionsReset;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.VigieConfig.BalancerConfig;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.HostNames;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.kit.service.StartFailure;
import io.vigie.vrrp.core.Input;
import io.vigie.vrrp.core.Tracker.Reading;
import io.vigie.vrrp.net.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** vrrp-service: elects, with the other balancers, who holds each VIP. */
public final class VrrpVerticle extends ServiceVerticle {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final long SHOW_MILLIS = 1_000;
  private static final String HINT =
      "send {\"kind\":\"handover\",\"target\":\"VIP\",\"force\":false,\"by\":\"WHO\"}";

  private volatile @Nullable Parts parts;

  /** What lives until {@link #end}. */
  private record Parts(
      Loop loop,
      Handovers handovers,
      Peers peers,
      LbWatch lb,
      List<ScriptWatch> scripts,
      List<FileWatch> files,
      VrrpMetrics metrics,
      UuidV7 ids,
      Map<String, String> groupOf) {}

  /** The service, to be deployed once. */
  public VrrpVerticle(ServiceSettings settings) {
    super(ServiceName.VRRP, settings);
  }

  @Override
  protected Future<?> begin() {
    if (!configuration().vips().isEmpty()) {
      String missing = missingCapabilities();
      if (!missing.isEmpty()) {
        return Future.failedFuture(
            new StartFailure(
                StartFailure.PRIVILEGE,
                "vrrp-service lacks "
                    + missing
                    + ": start it as root, or with AmbientCapabilities=CAP_NET_RAW CAP_NET_ADMIN"
                    + " (deploy/systemd/vigie-vrrp.service), or in a container with cap_add"
                    + " NET_RAW and NET_ADMIN",
                null));
      }
    }
    HostNames names = new HostNames(vertx, (_, _) -> {});
    List<String> hosts =
        configuration().balancers().values().stream().map(BalancerConfig::address).toList();
    return names.follow(hosts).onSuccess(_ -> run(plans(names)));
  }

  private static String missingCapabilities() {
    try {
      return RealTime.missingCapabilities();
    } catch (IOException e) {
      return "a Linux kernel";
    }
  }

  private List<GroupPlan> plans(HostNames names) {
    Map<String, String> byAddress = new HashMap<>();
    configuration()
        .balancers()
        .forEach(
            (name, balancer) -> {
              InetAddress address = names.address(balancer.address());
              if (address != null) {
                byAddress.put(address.getHostAddress(), name);
              }
            });
    return Mapping.of(configuration(), settings().host(), byAddress);
  }

  private void run(List<GroupPlan> plans) {
    UuidV7 ids =
        new UuidV7(InstantSource.system(), new SplittableRandom(new SecureRandom().nextLong()));
    Loop loop =
        Loop.start(
            plans,
            new UuidV7(InstantSource.system(), new SplittableRandom(new SecureRandom().nextLong())),
            fact -> context.runOnContext(_ -> published(fact)));
    Map<String, String> groupOf = new HashMap<>();
    List<ScriptWatch> scripts = new ArrayList<>();
    List<FileWatch> files = new ArrayList<>();
    for (GroupPlan plan : plans) {
      String group = plan.group().name();
      plan.routers().forEach(router -> groupOf.put(router.vip(), group));
      plan.scripts()
          .forEach(
              (name, config) ->
                  scripts.add(
                      new ScriptWatch(
                          vertx, name, config, reading -> tracked(loop, group, name, reading))));
      plan.files()
          .forEach(
              (name, config) ->
                  files.add(
                      new FileWatch(
                          vertx, name, config, reading -> tracked(loop, group, name, reading))));
    }
    Peers peers = new Peers(settings().host());
    String service = settings().host() + "/" + ServiceName.VRRP.wire();
    ManagementConfig management = configuration().management();
    parts =
        new Parts(
            loop,
            new Handovers(
                service,
                journal(),
                ids,
                peers,
                (vip, input) -> loop.order(requireNonNull(groupOf.get(vip)), input)),
            peers,
            new LbWatch(
                vertx,
                management.reachableAt(),
                requireNonNull(management.ports().get(ServiceName.LB.brief())),
                reading -> loop.orderAll(new Input.Tracked("lb", reading, null)),
                () -> loop.orderAll(new Input.HandOver(null))),
            scripts,
            files,
            new VrrpMetrics(meters()),
            ids,
            groupOf);
    vertx.setPeriodic(SHOW_MILLIS, _ -> show());
  }

  private static void tracked(Loop loop, String group, String tracker, Reading reading) {
    loop.order(group, new Input.Tracked(tracker, reading, null));
  }

  private void show() {
    Parts p = parts;
    if (p != null) {
      p.metrics().show(p.loop().picture());
    }
  }

  private void published(Fact fact) {
    journal().publish(fact);
    Parts p = parts;
    if (p != null && fact.event() instanceof RoleChanged role) {
      p.handovers().said(role);
    }
  }

  private void heard(Heard news) {
    Parts p = parts;
    if (p == null) {
      return;
    }
    Envelope envelope = news.envelope();
    boolean own = envelope.host().equals(settings().host());
    p.peers().heard(envelope, news.fresh(), System.nanoTime());
    switch (envelope.event()) {
      case ObserverChanged observer when own -> {
        boolean clear = observer.state() == ObserverState.CLEAR;
        String why = "observer " + observer.observer() + (clear ? " is clear" : " is impaired");
        p.loop()
            .orderAll(new Input.Tracked("observer", new Reading(clear, 0, why), envelope.ref()));
      }
      case SessionsReset reset when own && news.fresh() -> p.loop().sessionsGone(reset.vip());
      case CommandRequested command when news.fresh() ->
          p.handovers().asked(envelope, command, _ -> {}); // if not ours, somebody else obeys
      default -> {}
    }
  }

  @Override
  protected void routes(Router router) {
    router.post("/v1/commands").handler(this::post);
  }

  private void post(RoutingContext request) {
    Parts p = requireNonNull(parts);
    CommandRequested command;
    try {
      String body = request.body().asString();
      command = JSON.readValue(body == null ? "" : body, CommandRequested.class);
    } catch (JsonProcessingException e) {
      ApiJson.refuse(request, 400, "not a command: " + e.getOriginalMessage(), HINT);
      return;
    }
    if (command.kind() != Kind.HANDOVER || !p.groupOf().containsKey(command.target())) {
      ApiJson.refuse(request, 400, "not a command for vrrp-service: " + command, HINT);
      return;
    }
    Envelope envelope = journal().publish(Fact.root(p.ids().next(), command));
    boolean ours = p.handovers().asked(envelope, command, answer -> answer(request, answer));
    if (!ours) {
      ApiJson.refuse(
          request,
          409,
          "%s is not active here: %s"
              .formatted(command.target(), p.handovers().role(command.target())),
          "ask the balancer that holds it");
    }
  }

  private static void answer(RoutingContext request, CommandAnswered answer) {
    switch (answer.outcome()) {
      case DONE -> ApiJson.answer(request, 200, answer);
      case REFUSED, FAILED ->
          ApiJson.refuse(request, 422, answer.message(), "GET /v1/state shows the VIPs");
      case EXPIRED -> ApiJson.refuse(request, 410, answer.message(), "ask again");
    }
  }

  /** The VIPs' other machines wait for the word that they may take over. */
  @Override
  protected void endSoon() {
    Parts p = parts;
    if (p != null) {
      p.loop().stop();
    }
  }

  @Override
  protected Future<?> end() {
    Parts p = parts;
    parts = null;
    if (p == null) {
      return Future.succeededFuture();
    }
    p.scripts().forEach(ScriptWatch::stop);
    p.files().forEach(FileWatch::stop);
    // Its last words come by runOnContext, before the future that is completed behind them.
    return Future.fromCompletionStage(p.loop().stop(), context)
        .transform(_ -> p.lb().close())
        .onComplete(_ -> {});
  }

  @Override
  protected Readiness readiness() {
    Parts p = parts;
    if (p == null) {
      return Readiness.no("not electing");
    }
    if (p.loop().ended().isDone()) {
      return Readiness.no("the election loop died; see the log");
    }
    List<String> warnings = new ArrayList<>(p.loop().warnings());
    if (p.groupOf().isEmpty()) {
      warnings.add("no `vips` are configured: nothing to elect");
    }
    p.loop()
        .picture()
        .vips()
        .forEach((name, vip) -> vip.unwell().forEach(why -> warnings.add(name + ": " + why)));
    return Readiness.yes().withWarnings(warnings);
  }

  @Override
  protected Object state() {
    Parts p = parts;
    return p == null ? Picture.NONE : p.loop().picture();
  }

  @Override
  protected Future<?> reconfigured(VigieConfig next) {
    boolean same =
        next.vips().equals(configuration().vips())
            && next.syncGroups().equals(configuration().syncGroups());
    return same
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IllegalArgumentException(
                "`vips` and `syncGroups` change with a restart of vrrp-service only: hand over,"
                    + " then restart it"));
  }

  @Override
  protected Reader reader() {
    return new Reader() {
      @Override
      public void heard(Heard news) {
        VrrpVerticle.this.heard(news);
      }

      @Override
      public void linkAlive(String service) {
        Parts p = parts;
        if (p != null && service.equals(ServiceName.LB.wire())) {
          p.lb().alive();
        }
      }

      @Override
      public void linkLost(String service) {
        Parts p = parts;
        if (p != null && service.equals(ServiceName.LB.wire())) {
          p.lb().lost();
        }
      }
    };
  }

  @Override
  protected Set<Topic> reads() {
    return Set.of(Topic.VRRP, Topic.COMMAND, Topic.PRESENCE);
  }

  @Override
  protected Set<ServiceName> links() {
    return Set.of(ServiceName.LB, ServiceName.HEALTH);
  }
}
