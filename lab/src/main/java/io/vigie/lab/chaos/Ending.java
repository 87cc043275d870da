package io.vigie.lab.chaos;

import io.vigie.lab.chaos.verdict.Aftermath;
import io.vigie.lab.chaos.verdict.Agreement;
import io.vigie.lab.chaos.verdict.Life;
import io.vigie.lab.chaos.verdict.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run whose load is over, when all is as it should be, or half a minute later.
 *
 * @param log null of a stack that tells nothing
 */
record Ending(
    List<String> holders, List<String> crashed, List<String> quarrels, @Nullable Log log) {

  private static final long PATIENCE_SECONDS = 30;
  private static final int AGAIN_MILLIS = 500;

  /**
   * Waits for a good end.
   *
   * @param bootstrap of Kafka; empty of a stack that tells nothing
   * @param logs the directory of the programs' logs
   */
  static Ending await(Machines machines, String bootstrap, String address, Path logs)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Ending now = look(machines, bootstrap, address, logs);
    while (!now.isGood() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      now = look(machines, bootstrap, address, logs);
    }
    return now;
  }

  private static Ending look(Machines machines, String bootstrap, String address, Path logs)
      throws IOException {
    Log log = bootstrap.isEmpty() ? null : Log.read(bootstrap, logs);
    List<String> crashed =
        machines.running().entrySet().stream()
            .filter(one -> !one.getValue().isAlive())
            .map(one -> one.getKey())
            .toList();
    return new Ending(
        machines.holders(address),
        crashed,
        log == null ? List.of() : Agreement.quarrels(log.events()),
        log);
  }

  private boolean isGood() {
    return holders.size() <= 1 && crashed.isEmpty() && quarrels.isEmpty();
  }

  /** As it is told. */
  Aftermath aftermath(List<Life> lives) {
    return new Aftermath(holders, crashed, quarrels, lives);
  }
}
