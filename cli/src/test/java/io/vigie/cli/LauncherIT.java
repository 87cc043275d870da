package io.vigie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script on machines that are not like this one. Maven is a script here. */
class LauncherIT {

  private static final Path SCRIPT = Path.of("../vigie");
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "readlink",
          "dirname",
          "find",
          "sort",
          "cksum",
          "tr",
          "flock",
          "mkdir",
          "cp",
          "mv",
          "rm",
          "id",
          "tee",
          "grep",
          "tail",
          "env",
          "ln",
          "sleep");

  @TempDir Path temp;
  private Path tree;
  private Path tools;
  private Path jvms;
  private final Map<String, String> env = new HashMap<>();
  private final List<Path> links = new ArrayList<>();

  @BeforeEach
  void aCheckoutInADirectoryWithSpaces() throws IOException {
    tree = Files.createDirectories(temp.resolve("my own vigie"));
    tools = Files.createDirectories(temp.resolve("bin"));
    jvms = Files.createDirectories(temp.resolve("jvms"));
    String script = Files.readString(SCRIPT).replace("/usr/lib/jvm", jvms.toString());
    program(tree.resolve("vigie"), script);
    Files.createDirectories(tree.resolve(".mvn"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Files.createDirectories(tree.resolve("cli/src/main/java"));
    Files.writeString(tree.resolve("cli/pom.xml"), "<project/>");
    Files.writeString(tree.resolve("cli/src/main/java/A.java"), "class A {}");
    for (String tool : TOOLS) {
      Path real =
          Stream.of("/usr/bin", "/bin")
              .map(d -> Path.of(d, tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      program(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    env.put("PATH", tools.toString());
    env.put("JAVA_HOME", System.getProperty("java.home"));
    fakeMaven("");
  }

  @AfterEach
  void linksGoBeforeTheDirectoryDoes() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  @Test
  void oldJavaInVigieJavaHomeIsNamed() throws Exception {
    Path old = java("old", "17.0.15");
    env.put("VIGIE_JAVA_HOME", old.toString());
    Run run = run("--version");
    assertEquals(Exit.MISSING, run.exit());
    assertTrue(run.out().contains(old + ": expected a JDK 25 or newer"), run.out());
    assertTrue(run.out().contains("found version 17"), run.out());
  }

  @Test
  void withoutAnyNewJavaItSaysWhatItFoundAndWhatToInstall() throws Exception {
    Path old = java("jvms/java-17", "17.0.15");
    env.remove("JAVA_HOME");
    Run run = run("--version");
    assertEquals(Exit.MISSING, run.exit());
    assertTrue(run.out().contains("found: 17 (" + old + ")"), run.out());
    assertTrue(run.out().contains("apt install"), run.out());
    assertTrue(run.out().contains("export VIGIE_JAVA_HOME="), run.out());
  }

  @Test
  void oldJavaHomeIsPassedOverForANewerJavaElsewhere() throws Exception {
    env.put("JAVA_HOME", java("old", "1.8.0_402").toString());
    link(jvms.resolve("java-25"), Path.of(System.getProperty("java.home")));
    assertVersion(run("--version"));
  }

  @Test
  void javaOnThePathIsFoundThroughItsLinks() throws Exception {
    env.remove("JAVA_HOME");
    link(tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
    assertVersion(run("--version"));
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Run run = run("--version");
    assertEquals(Exit.MISSING, run.exit());
    assertTrue(run.out().contains("apt install maven"), run.out());
  }

  @Test
  void buildsOnceAndAgainOnlyAfterAChange() throws Exception {
    assertVersion(run("--version"));
    assertVersion(run("--version"));
    assertEquals(1, builds());
    Files.writeString(tree.resolve("cli/src/main/java/B.java"), "class B {}");
    assertVersion(run("--version"));
    assertEquals(2, builds());
    Files.delete(tree.resolve("cli/src/main/java/B.java"));
    assertVersion(run("--version"));
    assertEquals(3, builds());
    try (Stream<Path> dists = Files.list(tree.resolve(".vigie/dist"))) {
      assertEquals(1, dists.count(), "builds nobody runs are removed");
    }
  }

  @Test
  void takesWhatMavenHasJustBuilt() throws Exception {
    assertEquals(0, start(List.of(tools.resolve("mvn").toString()), tree).exit());
    assertVersion(run("--version"));
    assertEquals(1, builds());
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    fakeMaven("sleep 1");
    Process first = process(List.of(tree.resolve("vigie").toString(), "--version"), temp);
    Process second = process(List.of(tree.resolve("vigie").toString(), "--version"), temp);
    assertVersion(finish(first));
    assertVersion(finish(second));
    assertEquals(1, builds());
  }

  @Test
  void showsWhyABuildFailedAndTriesAgainNextTime() throws Exception {
    fakeMaven("echo '[ERROR] A.java:[3,1] class expected'; exit 1");
    Run run = run("--version");
    assertEquals(Exit.FAILED, run.exit());
    assertTrue(run.out().contains("A.java:[3,1] class expected"), run.out());
    assertTrue(run.out().contains(tree + "/.vigie/build.log"), run.out());
    fakeMaven("");
    assertVersion(run("--version"));
  }

  @Test
  void aLineIsPrintedForEachModule() throws Exception {
    fakeMaven("echo '[INFO] Building lb-service 0.1.0-SNAPSHOT      [6/8]'");
    Run run = run("--version");
    assertTrue(run.out().contains("[6/8] lb-service"), run.out());
  }

  @Test
  void runsThroughALinkFromElsewhere() throws Exception {
    Path link = link(temp.resolve("v"), tree.resolve("vigie"));
    assertVersion(start(List.of(link.toString(), "--version"), temp));
  }

  @Test
  void aDistributionRunsWithoutSourcesOrMaven() throws Exception {
    Path dist = Files.createDirectories(temp.resolve("dist"));
    program(dist.resolve("vigie"), Files.readString(tree.resolve("vigie")));
    link(dist.resolve("lib"), Path.of("target/dist/lib").toAbsolutePath());
    Files.delete(tools.resolve("mvn"));
    assertVersion(start(List.of(dist.resolve("vigie").toString(), "--version"), temp));
  }

  @Test
  void theBrokerIsOnNoServicesClassPath() throws IOException {
    List<String> services = jars("target/dist/lib");
    List<String> broker = jars("target/dist/lib-broker");
    assertTrue(services.stream().anyMatch(j -> j.startsWith("lb-service")), services.toString());
    assertTrue(broker.stream().anyMatch(j -> j.startsWith("kafka_2.13")), broker.toString());
    assertFalse(
        services.stream().anyMatch(j -> j.matches("(kafka_|kafka-server|scala|broker-).*")),
        services.toString());
    assertFalse(services.stream().anyMatch(broker::contains), "a jar is in both");
  }

  @ParameterizedTest
  @CsvSource({
    "up, true",
    "broker, true",
    "bench events, true",
    "lab compare flaky-nic, true",
    "run lb, false",
    "status, false",
    "lab kill k3s-2, false"
  })
  void whatStartsABrokerHasItsJars(String command, boolean has) throws Exception {
    Path dist = Files.createDirectories(temp.resolve("dist"));
    program(dist.resolve("vigie"), Files.readString(tree.resolve("vigie")));
    Files.createDirectories(dist.resolve("lib"));
    Path home = java("new", "25.0.1");
    program(home.resolve("bin/java"), "#!/bin/bash\necho \"$@\"\n");
    env.put("VIGIE_JAVA_HOME", home.toString());
    List<String> words = new ArrayList<>(List.of(dist.resolve("vigie").toString()));
    words.addAll(List.of(command.split(" ", -1)));
    Run run = start(words, temp);
    assertTrue(run.out().contains(dist + "/lib/*"), run.out());
    assertEquals(has, run.out().contains(dist + "/lib-broker/*"), run.out());
    assertTrue(run.out().strip().endsWith(command), run.out());
  }

  private static List<String> jars(String directory) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(directory))) {
      return jars.map(j -> j.getFileName().toString()).sorted().toList();
    }
  }

  /** A Java of a version, that does not start. */
  private Path java(String name, String version) throws IOException {
    Path home = temp.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    program(home.resolve("bin/java"), "#!/bin/bash\necho started >&2; exit 99\n");
    Files.writeString(
        home.resolve("release"), "OS_NAME=\"Linux\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** A Maven that does {@code extra}, then leaves the jars of this build where Maven does. */
  private void fakeMaven(String extra) throws IOException {
    Path dist = Path.of("target/dist").toAbsolutePath();
    program(
        tools.resolve("mvn"),
        """
        #!/bin/bash
        echo run >>%1$s/builds
        %2$s
        mkdir -p cli/target
        rm -rf cli/target/dist
        cp -R '%3$s' cli/target/dist
        """
            .formatted(temp, extra, dist));
  }

  private Path link(Path from, Path to) throws IOException {
    links.add(from);
    return Files.createSymbolicLink(from, to);
  }

  private long builds() throws IOException {
    return Files.readAllLines(temp.resolve("builds")).size();
  }

  private static void program(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertVersion(Run run) {
    assertEquals(Exit.DONE, run.exit(), run.out());
    assertTrue(run.out().contains("vigie 0.1.0"), run.out());
  }

  private Run run(String argument) throws Exception {
    return start(List.of(tree.resolve("vigie").toString(), argument), temp);
  }

  private Run start(List<String> command, Path directory) throws Exception {
    return finish(process(command, directory));
  }

  private Process process(List<String> command, Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    return builder.start();
  }

  private static Run finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running:\n" + out);
    return new Run(process.exitValue(), out);
  }

  private record Run(int exit, String out) {}
}
