package io.vigie.kit.news;

import io.vertx.core.Vertx;
import io.vigie.kit.config.ServiceName;
import java.nio.file.Path;
import java.util.Set;

/**
 * A health-service of host lb-1 in a process of its own: publishes node events numbered 1, 2, … as
 * their penalty, one every 10 ms, and says each number once it is published.
 */
final class PublisherProcess {

  private static final int EVERY_MILLIS = 10;

  private PublisherProcess() {}

  /** Arguments: bootstrap, state directory, node, how many. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    int many = Integer.parseInt(args[3]);
    Member member =
        Member.start(
            vertx,
            ServiceName.HEALTH,
            "lb-1",
            NewsConfig.at(args[0]),
            Path.of(args[1]),
            Set.of(),
            Set.of());
    int[] number = new int[1];
    vertx.setPeriodic(
        EVERY_MILLIS,
        timer -> {
          number[0]++;
          member.publishSoon(NewsConfig.node(args[2], number[0]));
          System.out.println(number[0]);
          if (number[0] == many) {
            vertx.cancelTimer(timer);
          }
        });
    Thread.currentThread().join();
  }
}
