package io.vigie.kit.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.MemoryNews;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a process: starts, failed starts, reloads, stops. */
@Timeout(90)
class ServiceProcessIT {

  @TempDir Path stateDir;

  @Test
  void aPortInUseIsOneClearLineAndStopsWhatHadStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ServiceSettings settings = settings(Map.of("health", 0, "lb", port));
      TestService health = new TestService(ServiceName.HEALTH, settings);
      TestService lb = new TestService(ServiceName.LB, settings);

      StartFailure failure =
          assertThrows(
              StartFailure.class, () -> ServiceProcess.start(settings, List.of(health, lb)));

      assertEquals(
          "lb-service: management port: cannot listen on 127.0.0.1:"
              + port
              + ": the port is in use by another process; stop it, or choose another port"
              + " (management.ports.lb)",
          failure.getMessage());
      assertEquals(StartFailure.FAILED, failure.exitCode());
      assertTrue(health.ended);
      assertFalse(lb.ended);
    }
  }

  @Test
  void aServiceWithoutAPortIsAConfigurationError() {
    ServiceSettings settings = settings(Map.of("lb", 0));
    TestService health = new TestService(ServiceName.HEALTH, settings);
    StartFailure failure =
        assertThrows(StartFailure.class, () -> ServiceProcess.start(settings, List.of(health)));
    assertEquals(
        "health-service: no management port: set management.ports.health", failure.getMessage());
    assertEquals(StartFailure.CONFIGURATION, failure.exitCode());
  }

  @Test
  void aFailedBeginClosesThePort() throws Exception {
    int port = freePort();
    ServiceSettings settings = settings(Map.of("lb", port));
    TestService lb = new TestService(ServiceName.LB, settings);
    lb.beginning = Future.failedFuture(new StartFailure(StartFailure.PRIVILEGE, "no cap", null));
    StartFailure failure =
        assertThrows(StartFailure.class, () -> ServiceProcess.start(settings, List.of(lb)));
    assertEquals(StartFailure.PRIVILEGE, failure.exitCode());
    assertThrows(
        IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  @Test
  void showsThatItIsStartingUntilItHasBegun() throws Exception {
    int port = freePort();
    ServiceSettings settings = settings(Map.of("lb", port));
    TestService lb = new TestService(ServiceName.LB, settings);
    Promise<Void> beginning = Promise.promise();
    lb.beginning = beginning.future();
    Thread starter = Thread.ofVirtual().start(() -> startAndStop(settings, lb));
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer = Http.getOnceUp(http, port, "/ready");
      assertEquals("{\"ready\":false,\"reasons\":[\"starting\"],\"warnings\":[]}", answer);
    } finally {
      beginning.complete();
      starter.join();
    }
    assertTrue(lb.ended);
  }

  @Test
  void reloadsEveryServiceAndKeepsTheOldConfigurationWhereItCannot() throws Exception {
    ServiceSettings settings = settings(Map.of("health", 0, "lb", 0));
    TestService health = new TestService(ServiceName.HEALTH, settings);
    TestService lb = new TestService(ServiceName.LB, settings);
    ServiceProcess process = ServiceProcess.start(settings, List.of(health, lb));
    try {
      process
          .reload(TestConfig.of("two", Map.of("health", 0, "lb", 0), null))
          .await(5, TimeUnit.SECONDS);
      assertEquals("two", health.cluster);
      assertEquals("two", lb.configuration().cluster());

      lb.refuseReload = true;
      Future<Void> refused = process.reload(TestConfig.of("three", Map.of(), null));
      assertThrows(Exception.class, () -> refused.await(5, TimeUnit.SECONDS));
      assertEquals("three", health.configuration().cluster());
      assertEquals("two", lb.configuration().cluster());
    } finally {
      assertTrue(process.stop());
    }
    assertTrue(process.stop(), "a second stop waits for the first");
  }

  @Test
  void aServiceThatNeverEndsDoesNotHoldTheProcess() throws Exception {
    ServiceSettings settings = settings(Map.of("health", 0, "lb", 0));
    TestService health = new TestService(ServiceName.HEALTH, settings);
    TestService lb = new TestService(ServiceName.LB, settings);
    lb.ending = Promise.<Void>promise().future();
    ServiceProcess process = ServiceProcess.start(settings, List.of(health, lb));
    long begun = System.nanoTime();
    assertFalse(process.stop());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue(took < 1000L * ServiceProcess.STOP_SECONDS, "took " + took + " ms");
    assertTrue(health.ended, "the other one ends in good order all the same");
  }

  @Test
  void sigtermEndsTheProcessInGoodOrderWithExitCode0() throws Exception {
    Process process = java("-Dvigie.log=json", "0", "0");
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader log = process.errorReader()) {
      readUntil(log, lines, "lb-service");
      process.toHandle().destroy(); // SIGTERM; its streams stay open
      log.lines().forEach(line -> lines.add(json(line)));
    }
    assertTrue(process.waitFor(15, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), lines::toString);
    List<String> told =
        lines.stream()
            .map(
                line ->
                    line.path("message").asText()
                        + " "
                        + line.at("/fields/service").asText(line.at("/fields/signal").asText()))
            .map(String::strip)
            .toList();
    assertEquals(
        List.of("service started health-service", "service started lb-service", "stopping SIGTERM"),
        told.subList(0, 3));
    assertEquals(
        Set.of("service stopped health-service", "service stopped lb-service"),
        Set.copyOf(told.subList(3, told.size())));
  }

  @Test
  void aFailedStartIsOneLineOnStderrAndItsExitCode() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = java("-Dvigie.log=plain", "0", Integer.toString(taken.getLocalPort()));
      List<String> errors;
      try (BufferedReader log = process.errorReader()) {
        errors = log.lines().filter(line -> line.contains("ERROR")).toList();
      }
      assertTrue(process.waitFor(15, TimeUnit.SECONDS));
      assertEquals(1, process.exitValue());
      assertEquals(1, errors.size(), errors::toString);
      assertTrue(errors.getFirst().contains("cannot start: lb-service: management port"));
    }
  }

  private Process java(String log, String healthPort, String lbPort) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            log,
            "-cp",
            System.getProperty("java.class.path"),
            TestMain.class.getName(),
            stateDir.toString(),
            healthPort,
            lbPort)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void readUntil(BufferedReader log, List<JsonNode> lines, String service)
      throws IOException {
    String line;
    while ((line = log.readLine()) != null) {
      lines.add(json(line));
      if (line.contains("\"service\":\"" + service)) {
        return;
      }
    }
    throw new AssertionError("ended before " + service + " started: " + lines);
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private static void startAndStop(ServiceSettings settings, TestService service) {
    try {
      ServiceProcess.start(settings, List.of(service)).stop();
    } catch (StartFailure e) {
      throw new AssertionError(e);
    }
  }

  private ServiceSettings settings(Map<String, Integer> ports) {
    return ServiceSettings.of(
        TestConfig.of("one", ports, null), null, "lb-1", stateDir, MemoryNews.factory());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
