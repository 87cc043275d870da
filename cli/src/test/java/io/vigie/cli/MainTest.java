package io.vigie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void aStateOfOurOwn() {
    System.setProperty("vigie.state", directory.toString());
  }

  @AfterEach
  void theStateOfNobody() {
    System.clearProperty("vigie.state");
  }

  @Test
  void noCommandIsBadUsage() {
    assertEquals(Exit.USAGE, run());
    assertTrue(err.toString().contains("Usage: vigie"), err.toString());
  }

  @Test
  void aMisspeltCommandIsBadUsageWithAProposal() {
    assertEquals(Exit.USAGE, run("chek"));
    assertTrue(err.toString().contains("check"), err.toString());
  }

  @Test
  void everyCommandHasHelp() {
    for (var command : Main.commandLine().getSubcommands().keySet()) {
      assertEquals(Exit.DONE, run(command, "--help"), command);
    }
  }

  @Test
  void aGoodConfigurationIsFine() throws IOException {
    Path file =
        config(
            """
            cluster: here
            nodes: { k3s-1: { address: 192.0.2.1 } }
            balancers: { lb-1: { address: 192.0.2.2 } }
            """);
    assertEquals(Exit.DONE, run("check", "--config", file.toString()), err.toString());
    assertTrue(out.toString().startsWith(file + " is fine"), out.toString());
  }

  @Test
  void everyProblemOfABadConfigurationIsALineOnStderr() throws IOException {
    Path file = config("cluster: here\nnoeds: {}\npools: { web: { port: 70000 } }\n");
    assertEquals(Exit.USAGE, run("check", "--config", file.toString()));
    assertTrue(err.toString().contains(file + ":2:1:"), err.toString());
    assertTrue(err.toString().contains(file + ":3:"), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void problemsAreJsonOnStdoutIfAskedFor() throws IOException {
    Path file = config("noeds: {}\n");
    assertEquals(Exit.USAGE, run("check", "--json", "--config", file.toString()));
    assertTrue(out.toString().contains("\"valid\" : false"), out.toString());
    assertTrue(out.toString().contains("\"line\" : 1"), out.toString());
  }

  @Test
  void withoutADemoThereIsNothingToBreak() {
    assertEquals(Exit.FAILED, run("lab", "kill", "k3s-1"));
    assertTrue(err.toString().contains("no demo runs here; start one: vigie up"), err.toString());
  }

  @Test
  void aVipThatIsNotThereCannotBeHandedOver() throws IOException {
    Path file =
        config(
            """
            cluster: here
            nodes: { k3s-1: { address: 192.0.2.1 } }
            balancers: { lb-1: { address: 192.0.2.2 }, lb-2: { address: 192.0.2.3 } }
            vips:
              main: { addresses: [192.0.2.8/24], interface: eth0, vrid: 51 }
              dns: { addresses: [192.0.2.9/24], interface: eth0, vrid: 52 }
            """);
    assertEquals(Exit.USAGE, run("handover", "mian", "--config", file.toString()));
    assertTrue(err.toString().contains("no VIP mian; there are main, dns"), err.toString());
    assertEquals(Exit.USAGE, run("handover", "main", "--to", "lb-3", "--config", file.toString()));
    assertTrue(err.toString().contains("no balancer lb-3; there are lb-1, lb-2"), err.toString());
    assertEquals(Exit.USAGE, run("handover"));
    assertTrue(err.toString().contains("'VIP'"), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void withoutVipsThereIsNothingToHandOver() throws IOException {
    Path file =
        config(
            """
            cluster: here
            nodes: { k3s-1: { address: 192.0.2.1 } }
            balancers: { lb-1: { address: 192.0.2.2 } }
            """);
    assertEquals(Exit.USAGE, run("handover", "main", "--config", file.toString()));
    assertTrue(err.toString().contains("no VIP main; the configuration has none"), err.toString());
  }

  @Test
  void colourIsForTerminalsAndForThoseWhoWantIt() {
    CommandLine command = Main.commandLine();
    Map<String, String> xterm = Map.of("TERM", "xterm");
    assertTrue(Terminal.of(command, true, xterm).colour());
    assertEquals(false, Terminal.of(command, false, xterm).colour());
    assertEquals(false, Terminal.of(command, true, Map.of()).colour());
    assertEquals(
        false, Terminal.of(command, true, Map.of("TERM", "xterm", "NO_COLOR", "1")).colour());
  }

  private Path config(String text) throws IOException {
    return Files.writeString(directory.resolve("vigie.yaml"), text);
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
