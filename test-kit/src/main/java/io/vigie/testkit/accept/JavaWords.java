package io.vigie.testkit.accept;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words that start another JVM with this test's class path.
 *
 * <p>Where all of it is jars, as in a Maven build, the first such JVM that ends in good order keeps
 * the classes it has loaded in the module's target directory, and the others start much faster
 * (class data sharing). Classes of the test itself are then not on the path.
 */
public final class JavaWords {

  /** Where they are kept. */
  public static final Path ARCHIVE = Path.of("target", "classes.jsa").toAbsolutePath();

  private JavaWords() {}

  /**
   * A command; further arguments follow.
   *
   * @param main a class with a main method
   * @param options of the JVM
   */
  public static List<String> of(Class<?> main, String... options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(options));
    words.addAll(
        List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    String all = System.getProperty("java.class.path");
    List<String> jars = jars(all);
    if (isIn(jars, main)) {
      words.addAll(
          List.of(
              "-XX:+AutoCreateSharedArchive",
              "-XX:SharedArchiveFile=" + ARCHIVE,
              "-Xlog:cds*=off"));
      words.addAll(List.of("-cp", String.join(File.pathSeparator, jars)));
    } else {
      words.addAll(List.of("-cp", all));
    }
    words.add(main.getName());
    return words;
  }

  private static List<String> jars(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry)))
        .toList();
  }

  /** Whether it is of a jar, and so is all else but the test's own classes. */
  private static boolean isIn(List<String> jars, Class<?> main) {
    long directories =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> Files.isDirectory(Path.of(entry)))
            .count();
    String from = main.getProtectionDomain().getCodeSource().getLocation().getPath();
    return directories <= 1 && jars.stream().anyMatch(jar -> Path.of(jar).equals(Path.of(from)));
  }
}
