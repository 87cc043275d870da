package io.vigie.lab.bench;

import io.vigie.lab.bench.Contender.Started;
import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.util.Objects;

/** What happens to the holder of a VIP, or to the load balancer beside it. */
public enum Fault {
  /** SIGKILL of the elector's processes. */
  KILL,
  /** SIGTERM of the elector: an orderly stop. */
  STOP,
  /** The host's link to the others is cut; its carrier stays. */
  CUT,
  /** SIGSTOP of the elector's processes. */
  FREEZE,
  /** SIGKILL of the load balancer, and of nothing else. */
  LB_KILL,
  /** SIGSTOP of the load balancer, and of nothing else. */
  LB_FREEZE;

  /** Whether it takes a load balancer that the elector watches. */
  boolean isOfBalancer() {
    return this == LB_KILL || this == LB_FREEZE;
  }

  /**
   * Makes it.
   *
   * @param host where the VIP is
   * @param running what runs there
   */
  void inflict(Lan lan, String host, Started running) throws IOException {
    switch (this) {
      case KILL -> kill(running.elector());
      case STOP -> running.elector().signal("TERM");
      case CUT -> lan.isolate(host, true);
      case FREEZE -> running.elector().signalAll("STOP");
      case LB_KILL -> kill(balancer(running));
      case LB_FREEZE -> balancer(running).signalAll("STOP");
    }
  }

  /** All of them freeze before the first dies: no child hears of it and says goodbye. */
  private static void kill(Daemon daemon) throws IOException {
    daemon.signalAll("STOP");
    daemon.signalAll("KILL");
  }

  private static Daemon balancer(Started running) {
    return Objects.requireNonNull(running.balancer());
  }
}
