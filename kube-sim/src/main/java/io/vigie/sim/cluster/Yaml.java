package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML, of which JSON is a part. */
public final class Yaml {

  private static final int MOST_CHARACTERS = 16 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Yaml() {}

  /**
   * The objects in a text of several documents; others are left out.
   *
   * @throws IllegalArgumentException if it is not YAML
   */
  public static List<ObjectNode> read(String text) {
    Load load = new Load(LoadSettings.builder().setCodePointLimit(MOST_CHARACTERS).build());
    List<ObjectNode> objects = new ArrayList<>();
    try {
      for (Object document : load.loadAllFromString(text)) {
        JsonNode tree = MAPPER.valueToTree(document);
        if (tree instanceof ObjectNode object) {
          objects.add(object);
        }
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
    }
    return objects;
  }
}
