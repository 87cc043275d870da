package io.vigie.vrrp.app;

import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.vrrp.core.Input;
import io.vigie.vrrp.net.Addresses;
import io.vigie.vrrp.net.Fence;
import io.vigie.vrrp.net.KernelFailure;
import io.vigie.vrrp.net.Links;
import io.vigie.vrrp.net.NetEvent;
import io.vigie.vrrp.net.NetEvent.AddressRemoved;
import io.vigie.vrrp.net.Poll;
import io.vigie.vrrp.net.RealTime;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that elects: waits for packets, news of the kernel, orders and the next deadline, in
 * one ppoll(2), and gives each to the groups. What has arrived is read before any timer is looked
 * at, so that a late wake-up never takes an active router for a silent one.
 *
 * <p>A thread of its own, as urgent as the system allows: an advert must not wait for anything.
 *
 * <p>Thread rule: {@link #order}, {@link #picture} and {@link #stop} from anywhere.
 */
final class Loop {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final int MOST_ORDERS = 1024;
  private static final int URGENCY = 50;
  private static final long PICTURE_NANOS = 500_000_000;
  private static final long STOP_NANOS = 2_000_000_000;

  private final EventIds ids;
  private final Consumer<Fact> publish;
  private final BlockingQueue<Runnable> orders = new ArrayBlockingQueue<>(MOST_ORDERS);
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final List<GroupRunner> groups = new ArrayList<>();
  private final Interfaces interfaces = new Interfaces();
  private final Poll poll = Poll.open();

  /** Linked before it is wanted in a hurry. */
  private final Runnable handingOver = this::handOver;

  private volatile Picture picture = Picture.NONE;
  private volatile List<String> warnings = List.of();
  private boolean stopping;
  private String scheduling = "";
  private long stopByNanos;
  private long shownNanos = System.nanoTime() - PICTURE_NANOS;

  private Loop(EventIds ids, Consumer<Fact> publish) {
    this.ids = ids;
    this.publish = publish;
  }

  /**
   * Begins.
   *
   * @param publish called on the loop's thread
   */
  static Loop start(List<GroupPlan> plans, EventIds ids, Consumer<Fact> publish) {
    Loop loop = new Loop(ids, publish);
    Thread thread = new Thread(() -> loop.run(plans), "vrrp-loop");
    thread.setDaemon(true);
    thread.start();
    return loop;
  }

  /** Something happened to a group. */
  void order(String group, Input input) {
    order(
        () ->
            groups.stream()
                .filter(one -> one.plan().group().name().equals(group))
                .forEach(one -> one.take(input)));
  }

  /** Something happened to every group. */
  void orderAll(Input input) {
    order(() -> groups.forEach(one -> one.take(input)));
  }

  /** lb-service has reset the sessions of a VIP. */
  void sessionsGone(String vip) {
    order(
        () -> {
          for (GroupRunner group : groups) {
            int place = group.place(vip);
            if (place >= 0) {
              group.take(new Input.SessionsGone(place));
            }
          }
        });
  }

  private void order(Runnable order) {
    if (ended.isDone()) {
      return;
    }
    if (!orders.offer(order)) {
      LOG.atError().log("{} orders wait: the loop stands still", MOST_ORDERS);
      return;
    }
    poll.wake();
  }

  /** As it was half a second ago at the latest. */
  Picture picture() {
    return picture;
  }

  /** What people should know. */
  List<String> warnings() {
    return warnings;
  }

  /** By VIP. */
  Map<String, Tally> tallies() {
    return tallies;
  }

  /** Done when the thread is; failed if it died. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Hands over what it holds, and ends; asked again, it goes on doing so. */
  CompletableFuture<Void> stop() {
    order(handingOver);
    return ended;
  }

  private void handOver() {
    if (!stopping) {
      stopByNanos = System.nanoTime() + STOP_NANOS;
      stopping = true;
      groups.forEach(group -> group.take(new Input.Stop()));
    }
  }

  private void run(List<GroupPlan> plans) {
    try (Links links = Links.open();
        Addresses addresses = Addresses.open()) {
      scheduling = RealTime.urgent(URGENCY);
      LOG.atInfo().addKeyValue("scheduling", scheduling).log("the loop runs");
      links.waitedForBy(poll);
      sweep();
      for (GroupPlan plan : plans) {
        groups.add(new GroupRunner(plan, tallies, poll, addresses, ids, this::tell));
      }
      interfaces.reset(links.all());
      if (!groups.isEmpty()) {
        Rehearsal.run(interfaces, poll, addresses, ids);
      }
      lookAround();
      groups.forEach(group -> group.take(new Input.Start()));
      try {
        while (!(stopping && isOver())) {
          turn(links);
        }
      } finally {
        groups.forEach(GroupRunner::leave); // whatever happened, nothing stays behind
        show();
      }
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("the loop died; every VIP was let go");
      ended.completeExceptionally(e);
    } finally {
      poll.close();
    }
  }

  /** A fence that an earlier run left may be of a VIP that is no longer ours to open. */
  private static void sweep() {
    try {
      Fence.sweep()
          .forEach(
              table -> LOG.atWarn().addKeyValue("table", table).log("an old fence was removed"));
    } catch (KernelFailure e) {
      LOG.atInfo().log("no old fences: {}", e.text()); // without nftables there is none
    }
  }

  private void tell(Fact fact) {
    LOG.atInfo().addKeyValue("id", fact.id()).log("{}", fact.event());
    publish.accept(fact);
  }

  private boolean isOver() {
    return groups.stream().allMatch(GroupRunner::stopped) || System.nanoTime() - stopByNanos >= 0;
  }

  private void turn(Links links) {
    long now = System.nanoTime();
    long wake = shownNanos + PICTURE_NANOS;
    for (GroupRunner group : groups) {
      long next = group.nextNanos(now);
      wake = next - wake < 0 ? next : wake;
    }
    poll.await(wake);
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    kernel(links);
    boolean drained = true;
    for (GroupRunner group : groups) {
      drained &= group.hear();
    }
    for (GroupRunner group : groups) {
      group.tick(drained);
    }
    if (System.nanoTime() - shownNanos >= PICTURE_NANOS) {
      show();
    }
  }

  private void show() {
    shownNanos = System.nanoTime();
    Map<String, Picture.Vip> vips = new LinkedHashMap<>();
    groups.forEach(group -> vips.putAll(group.picture()));
    picture = new Picture(scheduling, vips);
    warnings = groups.stream().flatMap(group -> group.warnings().stream()).toList();
  }

  /** What the kernel tells of links and addresses. */
  private void kernel(Links links) {
    boolean changed = false;
    List<AddressRemoved> removed = new ArrayList<>();
    for (NetEvent event = links.next(); event != null; event = links.next()) {
      if (event instanceof NetEvent.Overrun) {
        interfaces.reset(links.all());
      } else {
        interfaces.take(event);
      }
      if (event instanceof AddressRemoved gone) {
        removed.add(gone);
      }
      changed = true;
    }
    if (!changed) {
      return;
    }
    if (removed.stream().anyMatch(this::isWanted)) {
      interfaces.reset(links.all()); // the news may be older than what we did since
      removed.stream()
          .filter(this::isWanted)
          .filter(gone -> !isThere(gone))
          .distinct()
          .forEach(
              gone -> groups.forEach(group -> group.addressGone(gone.index(), gone.address())));
    }
    lookAround();
  }

  private boolean isWanted(AddressRemoved gone) {
    return groups.stream().anyMatch(group -> group.wants(gone.index(), gone.address()));
  }

  private boolean isThere(AddressRemoved gone) {
    return interfaces.has(gone.index(), gone.address());
  }

  private void lookAround() {
    Set<InetAddress> vips = new HashSet<>();
    groups.forEach(
        group -> group.plan().routers().forEach(r -> vips.addAll(r.dialect().addresses())));
    groups.forEach(group -> group.look(interfaces, vips));
  }
}
