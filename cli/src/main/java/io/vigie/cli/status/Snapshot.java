package io.vigie.cli.status;

import io.vigie.cli.manage.LinkReader;
import io.vigie.event.Envelope;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The last event of each key of one service on this machine.
 *
 * @param events the events
 * @param gap why that may not be all of them; empty if it is
 */
public record Snapshot(List<Envelope> events, String gap) {

  private static final int LIMIT_SECONDS = 2;

  public Snapshot {
    events = List.copyOf(events);
  }

  /**
   * Asks a service, for {@value #LIMIT_SECONDS} s at most.
   *
   * @param base such as {@code http://127.0.0.1:9602}
   */
  public static Snapshot of(URI base) {
    List<Envelope> read = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService thread = Executors.newCachedThreadPool()) {
      Future<?> reading =
          thread.submit(
              () -> {
                LinkReader.read(
                    base,
                    event -> {
                      event.ifPresent(read::add);
                      return event.isPresent(); // the snapshot ends with the first ping
                    });
                return null;
              });
      String gap = await(reading, base);
      thread.shutdownNow();
      synchronized (read) {
        return new Snapshot(read, gap);
      }
    }
  }

  private static String await(Future<?> reading, URI base) {
    try {
      reading.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return "";
    } catch (TimeoutException | ExecutionException e) {
      return base + "/v1/events: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
