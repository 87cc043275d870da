package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which file is read, and which balancer this machine is. */
class WhoAndWhereTest {

  @Test
  void theOptionWinsOverTheEnvironmentOverTheStandardPlace() {
    Map<String, String> env = Map.of("VIGIE_CONFIG", "/env.yaml");
    assertEquals(Path.of("/option.yaml"), ConfigFile.find(Path.of("/option.yaml"), env));
    assertEquals(Path.of("/env.yaml"), ConfigFile.find(null, env));
    assertEquals(Path.of("/etc/vigie/vigie.yaml"), ConfigFile.find(null, Map.of()));
    assertEquals(
        Path.of("/etc/vigie/vigie.yaml"), ConfigFile.find(null, Map.of("VIGIE_CONFIG", "")));
  }

  @Test
  void theHostIsTheOptionElseTheEnvironmentElseTheMachine() {
    VigieConfig config = config();
    Map<String, String> env = Map.of("VIGIE_HOST", "lb-2");
    assertEquals(new HostName.Known("lb-1"), HostName.find("lb-1", env, "x", config));
    assertEquals(new HostName.Known("lb-2"), HostName.find(null, env, "lb-1", config));
    assertEquals(new HostName.Known("lb-1"), HostName.find(null, Map.of(), "lb-1", config));
    assertEquals(
        new HostName.Known("lb-1"), HostName.find(null, Map.of(), "lb-1.example.org", config));
  }

  @Test
  void anUnknownHostIsToldWhichThereAre() {
    assertEquals(
        new HostName.Unknown(
            "who am I? --host is lb1, which is not under `balancers` (lb-1, lb-2); use --host or"
                + " VIGIE_HOST; did you mean `lb-1`?"),
        HostName.find("lb1", Map.of(), "lb-1", config()));
    assertEquals(
        new HostName.Unknown(
            "who am I? the host name is laptop, which is not under `balancers` (lb-1, lb-2); use"
                + " --host or VIGIE_HOST"),
        HostName.find(null, Map.of(), "laptop.lan", config()));
  }

  private static VigieConfig config() {
    String text =
        """
        cluster: c
        nodes: { n1: { address: 10.0.0.1 } }
        balancers: { lb-1: { address: 10.0.0.6 }, lb-2: { address: 10.0.0.7 } }
        """;
    return assertInstanceOf(
            LoadResult.Loaded.class, ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of()))
        .config();
  }
}
