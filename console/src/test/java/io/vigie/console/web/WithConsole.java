package io.vigie.console.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and a real console that the tests of a class share; both balancers are alive. */
@Timeout(90)
abstract class WithConsole {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final int PULSE_SECONDS = 2;

  @TempDir static Path dir;
  static EmbeddedBroker broker;
  static Log log;
  static Tale tale;
  static ConsoleRig console;
  private static ScheduledExecutorService pulse;

  @BeforeAll
  static void startAll() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("broker"), "127.0.0.1", 0);
    log = new Log(broker.bootstrap());
    tale = new Tale(log);
    tale.allIsWell();
    log.flush();
    pulse = Executors.newSingleThreadScheduledExecutor();
    pulse.scheduleAtFixedRate(
        () -> List.of("lb-1", "lb-2").forEach(tale::alive), 0, PULSE_SECONDS, TimeUnit.SECONDS);
    console = ConsoleRig.start(broker.bootstrap(), dir.resolve("lb-1"), "", Map.of()).folded();
  }

  @AfterAll
  static void stopAll() throws Exception {
    pulse.shutdownNow();
    console.close();
    log.close();
    broker.close();
  }
}
