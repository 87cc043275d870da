package io.vigie.kit.notify;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of {@link Kept}: replaced as a whole, by a thread of its own, which takes the latest
 * when it is done with the one before. As the spool it outlives the process, not a power cut.
 *
 * <p>Thread rule: {@link #read} and {@link #write} block, {@link #save} is called on the context.
 */
final class KeptFile {

  private static final Logger LOG = LoggerFactory.getLogger(KeptFile.class);
  private static final long MOST_BYTES = 32 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path file;
  private boolean writing;
  private boolean stale;
  private boolean troubled;

  KeptFile(Path file) {
    this.file = file;
  }

  /** What the last life left; nothing if that cannot be read. */
  Kept read() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("larger than " + MOST_BYTES + " bytes");
      }
      return JSON.readValue(Files.readAllBytes(file), Kept.class);
    } catch (NoSuchFileException e) {
      return Kept.NOTHING;
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.getClass().getSimpleName())
          .log("notifications of the last life cannot be read and are lost");
      return Kept.NOTHING;
    }
  }

  /** Soon writes what is then the latest. */
  void save(Context context, Supplier<Kept> latest) {
    stale = true;
    if (writing) {
      return;
    }
    writing = true;
    stale = false;
    Kept kept = latest.get();
    Thread.ofVirtual()
        .name("vigie-notify-file")
        .start(
            () -> {
              String trouble = tryWrite(kept);
              context.runOnContext(_ -> written(context, latest, trouble));
            });
  }

  private void written(Context context, Supplier<Kept> latest, String trouble) {
    writing = false;
    if (!trouble.isEmpty() && !troubled) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", trouble)
          .log("notifications cannot be kept: a restart would lose them");
    }
    troubled = !trouble.isEmpty();
    if (stale) {
      save(context, latest);
    }
  }

  private String tryWrite(Kept kept) {
    try {
      write(kept);
      return "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Writes it; one writer at a time, the last one wins. */
  synchronized void write(Kept kept) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(kept));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
