package io.vigie.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What management writes of the demo need; {@code ${file:token}} in its configuration. */
final class Token {

  private static final int BYTES = 16;

  private Token() {}

  /** Writes a new one, for this user alone. */
  static void write(Path state) throws IOException {
    byte[] token = new byte[BYTES];
    new SecureRandom().nextBytes(token);
    Path file = state.resolve("token");
    Files.writeString(file, HexFormat.of().formatHex(token) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
