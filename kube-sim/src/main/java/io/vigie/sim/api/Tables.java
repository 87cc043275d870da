package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Column;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Stored;
import java.util.List;

/** Tables, which {@code kubectl get} prints. */
final class Tables {

  private final Target target;
  private final String include;
  private final long nowMillis;

  /**
   * Of one kind.
   *
   * @param include how much of the object goes with each row
   */
  Tables(Target target, String include, long nowMillis) {
    this.target = target;
    this.include = include;
    this.nowMillis = nowMillis;
  }

  ObjectNode of(List<Stored> objects, ObjectNode metadata) {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    ArrayNode columns = table.putArray("columnDefinitions");
    column(columns, new Column("Name", "string", 0, "")).put("format", "name");
    target.version().columns().forEach(column -> column(columns, column));
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> row(rows.addObject(), object));
    return table;
  }

  private static ObjectNode column(ArrayNode columns, Column column) {
    return columns
        .addObject()
        .put("name", column.name())
        .put("type", column.type().equals("date") ? "string" : column.type())
        .put("format", "")
        .put("description", column.name())
        .put("priority", column.priority());
  }

  private void row(ObjectNode row, Stored stored) {
    ObjectNode object = stored.read();
    ArrayNode cells = row.putArray("cells");
    cells.add(stored.key().name());
    for (Column column : target.version().columns()) {
      cell(cells, column, object);
    }
    switch (include) {
      case "None" -> {}
      case "Object" -> row.set("object", object);
      default -> row.set("object", Shown.metadata(stored, "PartialObjectMetadata"));
    }
  }

  private void cell(ArrayNode cells, Column column, ObjectNode object) {
    JsonNode value =
        column.path().startsWith(".")
            ? JsonPaths.at(object, column.path())
            : cells.textNode(Summaries.of(column.path(), object));
    if (value.isMissingNode() || value.isNull()) {
      cells.add(column.type().equals("date") ? "<unknown>" : "");
    } else if (column.type().equals("date")) {
      cells.add(Ages.since(value.asText(), nowMillis));
    } else if (value.isValueNode()) {
      cells.add(value);
    } else {
      cells.add(value.toString());
    }
  }
}
