package io.vigie.vrrp.app;

import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.VipLost.LossCause;
import io.vigie.vrrp.app.Tally.Count;
import io.vigie.vrrp.core.Effect;
import io.vigie.vrrp.core.Election;
import io.vigie.vrrp.core.Group;
import io.vigie.vrrp.core.Input;
import io.vigie.vrrp.core.Role;
import io.vigie.vrrp.core.State;
import io.vigie.vrrp.core.Step;
import io.vigie.vrrp.core.Tracker.Reading;
import io.vigie.vrrp.net.Addresses;
import io.vigie.vrrp.net.Nic;
import io.vigie.vrrp.net.Poll;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Plays one group: gives the core what happens, and does what it says. The loop thread's. */
final class GroupRunner {

  /** Packets read from one router in a row: a flood must not keep the others from their turn. */
  private static final int MOST_PACKETS = 512;

  private final GroupPlan plan;
  private final EventIds ids;
  private final Consumer<Fact> publish;
  private final List<Seat> seats = new ArrayList<>();

  /** As its interfaces allow. */
  private Group group;

  private State state;

  GroupRunner(
      GroupPlan plan,
      Map<String, Tally> tallies,
      Poll poll,
      Addresses addresses,
      EventIds ids,
      Consumer<Fact> publish) {
    this.plan = plan;
    this.ids = ids;
    this.publish = publish;
    this.group = plan.group();
    this.state = State.initial(group);
    for (int i = 0; i < plan.routers().size(); i++) {
      RouterPlan router = plan.routers().get(i);
      Tally tally = tallies.computeIfAbsent(router.vip(), _ -> new Tally());
      seats.add(new Seat(i, router, tally, poll, addresses));
    }
  }

  GroupPlan plan() {
    return plan;
  }

  /** The place of a VIP among the group's routers; -1 if it has none. */
  int place(String vip) {
    for (int i = 0; i < seats.size(); i++) {
      if (seats.get(i).plan.vip().equals(vip)) {
        return i;
      }
    }
    return -1;
  }

  /** Something happened. */
  void take(Input input) {
    Role before = state.role();
    Step step = Election.step(group, state, input, ids, System.nanoTime());
    state = step.next();
    for (Effect effect : step.effects()) {
      perform(effect);
    }
    count(before, state.role());
  }

  private void count(Role before, Role after) {
    boolean was = before instanceof Role.Active;
    boolean is = after instanceof Role.Active;
    if (was != is) {
      seats.forEach(seat -> seat.tally.count(is ? Count.BECOME_MASTER : Count.RELEASE_MASTER));
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.SendAdvert(int router, int priority) -> send(router, priority);
      case Effect.AddAddresses(int router) -> {
        Lease lease = seats.get(router).lease();
        Nic nic = seats.get(router).nic();
        if (lease != null && nic != null) {
          lease.take(nic, System.nanoTime());
        }
      }
      case Effect.RemoveAddresses(int router) -> {
        Lease lease = seats.get(router).lease();
        Nic nic = seats.get(router).nic();
        if (lease != null && nic != null) {
          lease.letGo(nic);
        }
      }
      case Effect.Linger(int router, long nanos) -> {
        Lease lease = seats.get(router).lease();
        Nic nic = seats.get(router).nic();
        if (lease != null && nic != null) {
          lease.linger(nic, System.nanoTime(), nanos / 1_000_000);
        }
      }
      case Effect.Relay(int router, String former, long nanos) -> {
        Lease lease = seats.get(router).lease();
        if (lease != null) {
          lease.relay(InetAddress.ofLiteral(former), nanos / 1_000_000);
        }
      }
      case Effect.Announce(int router) -> {
        Station station = seats.get(router).station();
        if (station != null) {
          station.announce();
        }
      }
      case Effect.Publish(Fact fact) -> publish.accept(fact);
    }
  }

  private void send(int router, int priority) {
    Seat seat = seats.get(router);
    Station station = seat.station();
    if (station == null || !station.say(priority)) {
      return; // that no advert leaves, the core finds out by itself
    }
    Lease lease = seat.lease();
    if (lease != null && state.role() instanceof Role.Active) { // if only until it is relieved
      lease.advertLeft(station.nic(), System.nanoTime());
    }
    take(new Input.Sent(router));
  }

  /** The interfaces are now so. */
  void look(Interfaces interfaces, Set<InetAddress> vips) {
    Map<String, String> troubles = new LinkedHashMap<>();
    for (Seat seat : seats) {
      String trouble = seat.trouble(interfaces, vips);
      if (trouble.isEmpty()) {
        trouble = seat.sit(interfaces, vips);
      }
      troubles.merge(
          seat.plan.networkInterface(), trouble, (one, other) -> one.isEmpty() ? other : one);
    }
    group = seats.stream().allMatch(Seat::handsOver) ? plan.group() : plan.group().withoutGrace();
    troubles.forEach(
        (nic, trouble) -> {
          boolean well = trouble.isEmpty();
          String why = well ? nic + " is up" : trouble;
          take(new Input.Tracked(GroupPlan.link(nic), new Reading(well, 0, why), null));
        });
    for (Seat seat : seats) {
      if (!seat.trouble(interfaces, vips).isEmpty()) {
        seat.rise(); // after the core had its chance to resign
      }
    }
  }

  /** An address is gone from an interface; if it was to be there, the core hears of it. */
  void addressGone(int index, InetAddress address) {
    for (int i = 0; i < seats.size(); i++) {
      Seat seat = seats.get(i);
      Lease lease = seat.lease();
      Nic nic = seat.nic();
      if (lease != null
          && nic != null
          && nic.index() == index
          && lease.held()
          && seat.plan.dialect().addresses().contains(address)) {
        seat.tally.count(Count.ADDRESS_RESTORED);
        LossCause cause =
            lease.ranOut(System.nanoTime()) ? LossCause.LEASE_EXPIRED : LossCause.REMOVED;
        take(new Input.AddressLost(i, address.getHostAddress(), cause));
      }
    }
  }

  /** Whether this address of this interface is to be there. */
  boolean wants(int index, InetAddress address) {
    return seats.stream()
        .anyMatch(
            seat ->
                seat.nic() != null
                    && seat.nic().index() == index
                    && seat.lease() != null
                    && seat.lease().held()
                    && seat.plan.dialect().addresses().contains(address));
  }

  /** Reads what has arrived; answers whether that was all. */
  boolean hear() {
    boolean drained = true;
    for (Seat seat : seats) {
      Station station = seat.station();
      if (station != null) {
        drained &= station.hear(MOST_PACKETS, this::take);
      }
    }
    return drained;
  }

  /** When {@link #tick} is due. */
  long nextNanos(long now) {
    return Election.nextNanos(state, group, now);
  }

  void tick(boolean drained) {
    if (nextNanos(System.nanoTime()) - System.nanoTime() <= 0) {
      take(new Input.Tick(drained));
    }
  }

  /** Whether the VIPs are here. */
  boolean active() {
    return state.role() instanceof Role.Active;
  }

  /** Whether it takes no part any more. */
  boolean stopped() {
    return state.role() instanceof Role.Initialize(boolean started, _) && !started;
  }

  /** Leaves nothing behind. */
  void leave() {
    seats.forEach(Seat::leave);
  }

  /** What people should know. */
  List<String> warnings() {
    return seats.stream().map(Seat::warning).filter(text -> !text.isEmpty()).toList();
  }

  /** What it looks like. */
  Map<String, Picture.Vip> picture() {
    Map<String, Picture.Vip> vips = new LinkedHashMap<>();
    RoleChanged.Role role = state.shownRole();
    for (Seat seat : seats) {
      RouterPlan router = seat.plan;
      Lease lease = seat.lease();
      vips.put(
          router.vip(),
          new Picture.Vip(
              plan.group().name(),
              router.dialect().vrid(),
              router.dialect().version(),
              router.networkInterface(),
              role,
              state.priority(),
              plan.group().priority(),
              state.activeName(plan.group()),
              router.dialect().addresses().stream().map(InetAddress::getHostAddress).toList(),
              lease != null && lease.held(),
              lease != null && lease.fenced(),
              router.intervalMillis(),
              state.account().flaps(),
              state.yielded(),
              state.unwell(),
              seat.tally.shown()));
    }
    return vips;
  }
}
