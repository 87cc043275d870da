package io.vigie.cli.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Files of web jars on the class path, whatever their version. */
final class WebJar {

  private WebJar() {}

  /**
   * Reads a file of an org.webjars.npm artifact.
   *
   * @param artifact such as {@code uplot}
   * @param file its path within
   */
  static byte[] read(String artifact, String file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = open("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
      properties.load(in);
    }
    String version = properties.getProperty("version");
    try (InputStream in =
        open("META-INF/resources/webjars/%s/%s/%s".formatted(artifact, version, file))) {
      return in.readAllBytes();
    }
  }

  static InputStream open(String name) throws IOException {
    InputStream in = WebJar.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new IOException("not on the class path: " + name);
    }
    return in;
  }
}
