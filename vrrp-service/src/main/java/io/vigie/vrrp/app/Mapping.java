package io.vigie.vrrp.app;

import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.VipConfig;
import io.vigie.kit.config.VipConfig.Auth;
import io.vigie.kit.config.VipConfig.FileConfig;
import io.vigie.kit.config.VipConfig.ScriptConfig;
import io.vigie.kit.config.VipConfig.Track;
import io.vigie.vrrp.app.RouterPlan.Prefixed;
import io.vigie.vrrp.codec.ChecksumForm;
import io.vigie.vrrp.codec.Dialect;
import io.vigie.vrrp.codec.Password;
import io.vigie.vrrp.core.Group;
import io.vigie.vrrp.core.Preempt;
import io.vigie.vrrp.core.Router;
import io.vigie.vrrp.core.Stability;
import io.vigie.vrrp.core.Tracker;
import io.vigie.vrrp.core.Tracker.Impact;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the configuration means to the balancer that reads it. */
final class Mapping {

  private static final int DEFAULT_PRIORITY = 100;
  private static final long SECOND_MILLIS = 1_000;

  /** The longest a planned handover waits for lb-service. */
  private static final Duration LEAVE = Duration.ofMillis(200);

  /**
   * How long sessions may go on after a handover. With the wait for lb-service and for the
   * successor it is less than the second in which every client is to know.
   */
  private static final Duration GRACE = Duration.ofMillis(500);

  private Mapping() {}

  /**
   * The groups of this host, VIPs without a sync group as groups of their own.
   *
   * @param names balancers by address
   */
  static List<GroupPlan> of(VigieConfig config, String host, Map<String, String> names) {
    Map<String, List<String>> members = new LinkedHashMap<>();
    Set<String> grouped = new LinkedHashSet<>();
    config
        .syncGroups()
        .forEach(
            (name, group) -> {
              members.put(name, group.members());
              grouped.addAll(group.members());
            });
    for (String vip : config.vips().keySet()) {
      if (!grouped.contains(vip)) {
        members.put(vip, List.of(vip));
      }
    }
    List<GroupPlan> plans = new ArrayList<>();
    members.forEach((name, vips) -> plans.add(group(config, host, name, vips, names)));
    return plans;
  }

  private static GroupPlan group(
      VigieConfig config, String host, String name, List<String> vips, Map<String, String> names) {
    List<VipConfig> configs = vips.stream().map(config.vips()::get).toList();
    VipConfig first = configs.getFirst();
    List<Router> routers = new ArrayList<>();
    List<RouterPlan> plans = new ArrayList<>();
    Map<String, Tracker> trackers = new LinkedHashMap<>();
    Map<String, ScriptConfig> scripts = new HashMap<>();
    Map<String, FileConfig> files = new HashMap<>();
    for (int i = 0; i < vips.size(); i++) {
      VipConfig vip = configs.get(i);
      routers.add(router(vips.get(i), vip));
      plans.add(plan(vips.get(i), vip));
      track(vip, trackers, scripts, files);
    }
    boolean lb = first.track().contains(Track.LB);
    return new GroupPlan(
        new Group(
            name,
            host,
            routers,
            first.priority().getOrDefault(host, DEFAULT_PRIORITY),
            switch (first.preempt()) {
              case STABLE -> Preempt.STABLE;
              case TRUE -> Preempt.ALWAYS;
              case FALSE -> Preempt.NEVER;
            },
            first.preemptDelay().toNanos(),
            first.startDelay().toNanos(),
            lb ? LEAVE.toNanos() : 0,
            plans.stream().allMatch(plan -> plan.fenceMillis() > 0) ? GRACE.toNanos() : 0,
            new Stability(
                first.stability().halfLife().toNanos(), first.stability().most().toNanos()),
            new Group.Announcing(
                first.announce().delay().toNanos(), first.announce().refresh().toNanos()),
            List.copyOf(trackers.values()),
            names),
        plans,
        scripts,
        files);
  }

  private static Router router(String name, VipConfig vip) {
    return new Router(
        name,
        vip.vrid(),
        vip.version(),
        centis(vip),
        vip.downAfter(),
        vip.addresses().stream().map(text -> prefixed(text).address().getHostAddress()).toList());
  }

  private static RouterPlan plan(String name, VipConfig vip) {
    List<Prefixed> addresses = vip.addresses().stream().map(Mapping::prefixed).toList();
    boolean multicast = vip.peers().contains("multicast");
    List<InetAddress> peers =
        multicast ? List.of() : vip.peers().stream().map(Mapping::ip).toList();
    Dialect dialect =
        new Dialect(
            vip.version(),
            vip.vrid(),
            addresses.getFirst().address() instanceof Inet6Address,
            centis(vip),
            addresses.stream().map(Prefixed::address).toList(),
            password(vip.auth()),
            switch (vip.checksum()) {
              case PSEUDO_HEADER -> ChecksumForm.PSEUDO_HEADER;
              case MESSAGE_ONLY -> ChecksumForm.MESSAGE_ONLY;
            },
            multicast,
            Set.copyOf(peers),
            null);
    long interval = vip.interval().toMillis();
    long down = (vip.downAfter() + 1) * interval;
    long lease = Math.max(2 * SECOND_MILLIS, 2 * down);
    return new RouterPlan(
        name,
        vip.networkInterface(),
        dialect,
        addresses,
        peers,
        vip.announce().burst(),
        interval,
        (int) ((lease + SECOND_MILLIS - 1) / SECOND_MILLIS),
        interval < SECOND_MILLIS ? Math.max(interval, (vip.downAfter() - 1) * interval) : 0);
  }

  private static void track(
      VipConfig vip,
      Map<String, Tracker> trackers,
      Map<String, ScriptConfig> scripts,
      Map<String, FileConfig> files) {
    if (vip.track().contains(Track.LB)) {
      add(trackers, new Tracker("lb", Impact.LB, 0, 0));
    }
    if (vip.track().contains(Track.OBSERVER)) {
      add(trackers, new Tracker("observer", Impact.OBSERVER, 0, 0));
    }
    add(
        trackers,
        new Tracker(
            GroupPlan.link(vip.networkInterface()),
            Impact.LINK,
            vip.linkUpDelay().toNanos(),
            vip.linkDownDelay().toNanos()));
    vip.scripts()
        .forEach(
            (name, script) -> {
              String tracker = "script " + name;
              Impact impact = script.weight() == 0 ? Impact.FAULT : Impact.WEIGHT;
              add(trackers, new Tracker(tracker, impact, 0, 0));
              scripts.put(tracker, script);
            });
    vip.files()
        .forEach(
            (name, file) -> {
              String tracker = "file " + name;
              add(trackers, new Tracker(tracker, Impact.WEIGHT, 0, 0));
              files.put(tracker, file);
            });
  }

  private static void add(Map<String, Tracker> trackers, Tracker tracker) {
    trackers.putIfAbsent(tracker.name(), tracker);
  }

  private static @Nullable Password password(@Nullable Auth auth) {
    return auth == null ? null : Password.of(auth.pass().reveal());
  }

  private static int centis(VipConfig vip) {
    return (int) (vip.interval().toMillis() / 10);
  }

  private static Prefixed prefixed(String text) {
    int slash = text.indexOf('/');
    return new Prefixed(ip(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** An address that was checked when the file was read. */
  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + literal, e);
    }
  }
}
