package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Change;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state in a file: a line for each object at the start, then one for each change, written
 * before the change is answered. It outlives a SIGKILL of this process, not a loss of power.
 *
 * <p>Thread rule: called by the store, one at a time.
 */
final class ChangeLog implements AutoCloseable {

  private static final long MOST_BYTES = 256L << 20;

  private final Path file;
  private final ObjectStore store;
  private OutputStream out;
  private long bytes;

  private ChangeLog(Path file, ObjectStore store) throws IOException {
    this.file = file;
    this.store = store;
    this.out = rewritten(file, store);
  }

  /**
   * What a file holds.
   *
   * @param version the last one that was made
   */
  record Kept(long version, List<Stored> objects) {}

  /** Reads a file; nothing if there is none. A last line that was not written whole is left out. */
  static Kept read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Kept(0, List.of());
    }
    Map<ObjectKey, Stored> objects = new LinkedHashMap<>();
    long version = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        JsonNode read = parse(line, next == null, file);
        version = Math.max(version, read.path("version").asLong());
        fold(objects, read);
        line = next;
      }
    }
    return new Kept(version, new ArrayList<>(objects.values()));
  }

  /** Writes the file anew and follows the store from now on. */
  static ChangeLog follow(Path file, ObjectStore store) throws IOException {
    synchronized (store) {
      ChangeLog log = new ChangeLog(file, store);
      store.listen(log::append);
      return log;
    }
  }

  private static OutputStream rewritten(Path file, ObjectStore store) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
      out.write(line(Json.object().put("version", store.version())));
      for (Stored object : store.everything()) {
        out.write(line(entry(object, object.version())));
      }
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    return Files.newOutputStream(file, StandardOpenOption.APPEND);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void append(Change change) {
    ObjectNode entry = entry(change.object(), change.version());
    if (change.type() == Change.Type.DELETED) {
      entry.remove("object");
    }
    try {
      byte[] line = line(entry);
      out.write(line);
      bytes += line.length;
      if (bytes > MOST_BYTES) {
        out.close();
        out = rewritten(file, store);
        bytes = 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state cannot be kept", e);
    }
  }

  private static ObjectNode entry(Stored object, long version) {
    ObjectKey key = object.key();
    ObjectNode entry =
        Json.object()
            .put("version", version)
            .put("group", key.resource().group())
            .put("plural", key.resource().plural())
            .put("namespace", key.namespace())
            .put("name", key.name());
    entry.set("object", object.read());
    return entry;
  }

  private static byte[] line(ObjectNode entry) {
    byte[] json = Json.bytes(entry);
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private static JsonNode parse(String line, boolean last, Path file) throws IOException {
    try {
      return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (last) {
        return Json.object();
      }
      throw new IOException(file + " is not a state of a simulated API server", e);
    }
  }

  private static void fold(Map<ObjectKey, Stored> objects, JsonNode read) {
    if (!read.has("plural")) {
      return;
    }
    ObjectKey key =
        new ObjectKey(
            new Resource(read.path("group").asText(), read.path("plural").asText()),
            read.path("namespace").asText(),
            read.path("name").asText());
    if (read.get("object") instanceof ObjectNode object) {
      objects.put(key, Stored.of(key, read.path("version").asLong(), object));
    } else {
      objects.remove(key);
    }
  }
}
