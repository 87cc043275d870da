package io.vigie.console.core.picture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is shown of now, in parts that change by themselves; named as in openapi.yaml.
 *
 * @param parts by name, something Jackson can write
 */
public record Scene(Map<String, Object> parts) {

  /** What the answer is concluded from. */
  record Parts(
      List<Vip> vips,
      List<Frontend> frontends,
      List<Balancer> balancers,
      List<Node> nodes,
      List<Pool> pools,
      List<Volume> volumes,
      List<Database> databases) {}

  static Scene of(Sight sight) {
    Traffic.Flows flows = Traffic.Flows.of(sight);
    Parts parts =
        new Parts(
            Vip.all(sight),
            Frontend.all(sight, flows),
            Balancer.all(sight),
            Node.all(sight),
            Pool.all(sight, flows),
            Volume.all(sight),
            Database.all(sight));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("answer", Answer.of(parts, sight));
    shown.put("kafka", sight.contact());
    shown.put("vips", parts.vips());
    shown.put("frontends", parts.frontends());
    shown.put("balancers", parts.balancers());
    shown.put("nodes", parts.nodes());
    shown.put("pools", parts.pools());
    shown.put("volumes", parts.volumes().stream().limit(Volume.MOST_SHOWN).toList());
    shown.put("volumesTotal", parts.volumes().size());
    shown.put("databases", parts.databases());
    return new Scene(shown);
  }
}
