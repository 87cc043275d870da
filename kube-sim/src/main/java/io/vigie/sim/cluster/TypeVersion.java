package io.vigie.sim.cluster;

import io.vigie.sim.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a kind.
 *
 * @param status whether status is a subresource of its own
 * @param schema what its objects are like; null if nothing is checked
 * @param columns what is printed of it beside name and age
 */
public record TypeVersion(
    String name, boolean status, @Nullable Schema schema, List<Column> columns) {

  public TypeVersion {
    columns = List.copyOf(columns);
  }
}
