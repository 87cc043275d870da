package io.vigie.lab.lan;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cables of a demo, in a file: one command lays them, another one cuts them. */
public final class Cables {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  /** Those of this file; none if it is not there. */
  public Cables(Path file) {
    this.file = file;
  }

  /** All of them, by the name of what hangs on them. */
  public Map<String, Cable> all() throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    return new TreeMap<>(JSON.readValue(file.toFile(), new TypeReference<Map<String, Cable>>() {}));
  }

  /** The one with this name. */
  public Optional<Cable> find(String name) throws IOException {
    return Optional.ofNullable(all().get(name));
  }

  /** These are the cables now. */
  public void write(Map<String, Cable> cables) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(file.toFile(), new TreeMap<>(cables));
  }

  /** There are none any more. */
  public void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
