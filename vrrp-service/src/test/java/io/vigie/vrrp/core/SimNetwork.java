package io.vigie.vrrp.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Routers of one VRID on one link, in virtual time. Times in µs. */
final class SimNetwork {

  private static final int CALM_DELAY = 500;

  private final SplittableRandom random;
  private final List<SimRouter> routers = new ArrayList<>();
  private final PriorityQueue<Arrival> flying =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::order));
  private final Preempt preempt;

  private long now;
  private long order;
  private double loss;
  private double doubled;
  private int mostDelay = CALM_DELAY;

  /** Which side of a partition each router is on. */
  private int[] side;

  private record Arrival(long at, long order, int to, int from, int priority) {}

  SimNetwork(SplittableRandom random) {
    this.random = random;
    int n = random.nextInt(2, 6);
    preempt = List.of(Preempt.values()).get(random.nextInt(3));
    int members = random.nextInt(1, 3);
    boolean equals = random.nextInt(4) == 0;
    for (int i = 0; i < n; i++) {
      int priority = equals ? 100 : 50 + 40 * i;
      double speed = 1 + (random.nextDouble() - 0.5) / 50; // 1 % fast or slow
      routers.add(new SimRouter(i, priority, preempt, members, speed, random.nextLong()));
    }
    side = new int[n];
  }

  /** For so many ms everything goes wrong now and then. */
  void storm(int millis) {
    long end = now + millis * 1_000L;
    while (now < end) {
      loss = random.nextInt(3) == 0 ? random.nextDouble() : 0;
      doubled = random.nextDouble() / 5;
      mostDelay = random.nextInt(CALM_DELAY, 150_000);
      for (int i = 0; i < side.length; i++) {
        side[i] = random.nextInt(3) == 0 ? 1 : 0;
      }
      SimRouter one = routers.get(random.nextInt(routers.size()));
      switch (random.nextInt(5)) {
        case 0 -> one.pauseUntil(now + random.nextInt(1, 1_500_000));
        case 1 -> take(one, new Input.Stop());
        case 2 -> take(one, new Input.Start());
        case 3 -> take(one, new Input.HandOver(null));
        default -> take(one, new Input.Tick(true));
      }
      run(random.nextInt(10, 700));
    }
  }

  /** Nothing goes wrong any more, but that the link may stay cut in two. */
  void calm(boolean whole) {
    loss = 0;
    doubled = 0;
    mostDelay = CALM_DELAY;
    if (whole) {
      side = new int[routers.size()];
    }
    for (SimRouter router : routers) {
      router.pauseUntil(now);
      take(router, new Input.Start());
    }
  }

  void run(int millis) {
    long end = now + millis * 1_000L;
    while (true) {
      SimRouter next = routers.stream().min(Comparator.comparingLong(r -> r.wakesAt(now))).get();
      long wakes = next.wakesAt(now);
      Arrival arrival = flying.peek();
      if (Math.min(wakes, arrival == null ? Long.MAX_VALUE : arrival.at()) > end) {
        now = end;
        return;
      }
      if (arrival != null && arrival.at() <= wakes) {
        flying.remove();
        now = Math.max(now, arrival.at());
        routers.get(arrival.to()).arrived(arrival.from(), arrival.priority());
      } else {
        now = Math.max(now, wakes);
        wake(next);
      }
    }
  }

  /** As the shell does: first what has arrived, then the timer. */
  private void wake(SimRouter router) {
    for (SimRouter.Mail mail : router.mail()) {
      for (int i = 0; i < router.members(); i++) {
        take(
            router,
            new Input.Heard(
                i,
                mail.priority(),
                10,
                "10.0.0." + mail.from(),
                Integer.compare(mail.from(), router.number())));
      }
    }
    take(router, new Input.Tick(true));
  }

  private void take(SimRouter router, Input input) {
    for (Effect effect : router.take(input, now)) {
      if (effect instanceof Effect.SendAdvert(int member, int priority)) {
        if (member == 0) { // the others go the same way
          send(router.number(), priority);
        }
        take(router, new Input.Sent(member));
      }
    }
    router.checkHoldsWhatItsRoleSays();
  }

  private void send(int from, int priority) {
    for (int to = 0; to < routers.size(); to++) {
      if (to == from || side[to] != side[from]) {
        continue;
      }
      int copies = (random.nextDouble() < loss ? 0 : 1) + (random.nextDouble() < doubled ? 1 : 0);
      for (int i = 0; i < copies; i++) {
        flying.add(
            new Arrival(now + random.nextInt(50, mostDelay + 1), order++, to, from, priority));
      }
    }
  }

  /**
   * Between a router's promotion and the arrival of its first advert there are two: what is on its
   * way is let arrive before that is held against anybody.
   */
  void checkOneIsActivePerPartition() {
    if (!isOneActivePerPartition()) {
      run(2 * CALM_DELAY / 1_000);
    }
    for (int part : IntStream.of(side).distinct().toArray()) {
      assertEquals(1, active(part), "one active router in each partition" + picture());
    }
  }

  private boolean isOneActivePerPartition() {
    return IntStream.of(side).distinct().allMatch(part -> active(part) == 1);
  }

  private long active(int part) {
    return routers.stream().filter(r -> side[r.number()] == part && r.isActive()).count();
  }

  void checkTheStrongestIsActiveIfItPreempts() {
    if (preempt == Preempt.NEVER || routers.stream().anyMatch(SimRouter::hasYielded)) {
      return;
    }
    SimRouter active = routers.stream().filter(SimRouter::isActive).findFirst().orElseThrow();
    int most = routers.stream().mapToInt(SimRouter::priority).max().orElseThrow();
    assertEquals(most, active.priority(), "the strongest is active" + picture());
    assertTrue(active.priority() > 2, "nobody stays back for ever" + picture());
  }

  String picture() {
    StringBuilder text = new StringBuilder(" preempt " + preempt);
    routers.forEach(router -> text.append("; ").append(router));
    return text.toString();
  }
}
