package io.vigie.kit.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.MemoryNews;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running process whose configuration file changes, and which gets SIGHUP. */
@Timeout(90)
class ReloadIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String READY =
      "{\"ready\":true,\"reasons\":[],\"warnings\":[\"own warning\"";

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path file;
  private int port;
  private TestService lb;
  private ServiceProcess process;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    file = Files.writeString(directory.resolve("vigie.yaml"), text("10.0.0.1"));
    LoadResult.Loaded loaded =
        assertInstanceOf(LoadResult.Loaded.class, ConfigFile.load(file, Map.of()));
    ServiceSettings settings =
        ServiceSettings.of(
            loaded.config(), file, "lb-1", directory.resolve("state"), MemoryNews.factory());
    lb = new TestService(ServiceName.LB, settings);
    process = ServiceProcess.start(settings, List.of(lb));
    process.reloadOnChange();
  }

  @AfterEach
  void stop() {
    assertTrue(process.stop());
    http.close();
  }

  @Test
  void aChangedFileIsGoneOverToAndABrokenOneIsAWarning() throws Exception {
    Files.writeString(file, text("10.0.0.22"));
    await().atMost(SOON).until(this::address, "10.0.0.22"::equals);

    Files.writeString(file, text("10.0.0.3") + "pols: {}\n");
    await().atMost(SOON).until(() -> get("/ready").contains("the configuration file is broken"));
    String ready = get("/ready");
    assertTrue(ready.startsWith(READY), ready);
    assertTrue(ready.contains(":5:1: unknown key `pols` (did you mean `pools`?)"), ready);
    assertTrue(get("/metrics").contains("vigie_config_stale 1"));
    assertEquals("10.0.0.22", address());

    Files.writeString(file, text("10.0.0.4"));
    await().atMost(SOON).until(this::address, "10.0.0.4"::equals);
    await().atMost(SOON).until(() -> get("/ready"), (READY + "]}")::equals);
  }

  @Test
  void sighupLoadsItAgain() throws Exception {
    assumeFalse(ignoresHangUp(), "started by nohup: SIGHUP is ignored");
    String counted = "vigie_config_reloads_total{result=\"unchanged\"} ";
    await().atMost(SOON).until(() -> get("/metrics").contains(counted + "1"));
    long self = ProcessHandle.current().pid();
    assertEquals(0, new ProcessBuilder("kill", "-HUP", Long.toString(self)).start().waitFor());
    await().atMost(SOON).until(() -> get("/metrics").contains(counted + "2"));
  }

  /** Source: proc(5), SigIgn; bit 0 is signal 1. */
  private static boolean ignoresHangUp() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
  }

  private String address() {
    return lb.configuration().nodes().values().iterator().next().address();
  }

  private String get(String path) throws Exception {
    return Http.getOnceUp(http, port, path);
  }

  private String text(String address) {
    return """
    cluster: c
    nodes: {a: {address: %s}}
    balancers: {lb-1: {address: 10.0.0.9}}
    management: {ports: {lb: %d}}
    """
        .formatted(address, port);
  }
}
