package io.vigie.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The process of one demo node: {@code NAME ADDRESS HTTP-PORT HTTPS-PORT OWNER-PID OWNER-START
 * NODE-PORT}. It ends when its owner does, however that ends.
 */
final class DemoNodeMain {

  /** What it prints when it answers. */
  static final String READY = "ready";

  private static final int WATCH_MILLIS = 500;

  private DemoNodeMain() {}

  public static void main(String[] args) throws IOException {
    Pid owner = new Pid(Long.parseLong(args[4]), Long.parseLong(args[5]));
    DemoNode.start(
        args[0],
        InetAddress.getByName(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Integer.parseInt(args[6]));
    System.out.println(READY);
    var _ =
        Executors.newSingleThreadScheduledExecutor()
            .scheduleWithFixedDelay(
                () -> endWith(owner), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void endWith(Pid owner) {
    if (!owner.isAlive()) {
      System.exit(0);
    }
  }
}
