package io.vigie.cli;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lab.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The {@code vigie up} of this checkout, so that other commands find it without being told.
 *
 * @param process the process, alive or not
 * @param config the configuration it uses
 * @param host which balancer it is
 */
public record Running(Pid process, String config, String host) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

  /** The one that runs now. */
  public static Optional<Running> find() {
    return last().filter(up -> up.process().isAlive());
  }

  /** The last one that left its file, alive or not. */
  public static Optional<Running> last() {
    Path file = file();
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Running.class));
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be read: " + e.getMessage() + "; delete it");
    }
  }

  /** Makes it findable. */
  public void write() throws IOException {
    Path whole = file().resolveSibling("up.tmp");
    JSON.writeValue(whole.toFile(), this);
    Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Nothing runs any more. */
  public static void forget() throws IOException {
    Files.deleteIfExists(file());
  }

  private static Path file() {
    return Here.state().resolve("up.json");
  }
}
