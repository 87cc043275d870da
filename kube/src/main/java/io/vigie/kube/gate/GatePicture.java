package io.vigie.kube.gate;

import io.vigie.event.Standing;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All there is to judge by.
 *
 * @param objects those of the Kubernetes API as last seen
 * @param kinds how far each kind of them can be relied on; one that is not here was never seen
 * @param layout what is where
 * @param standings what the observers together hold of each node; unknown if it is not here
 * @param balancers what each balancer's services last said, by balancer
 * @param asOf when this is, by the clock of who asks
 */
public record GatePicture(
    Picture objects,
    Map<Kind, Source> kinds,
    Layout layout,
    Map<String, Standing> standings,
    Map<String, Balancer> balancers,
    Instant asOf) {

  /** The kinds that are judged. */
  public static final Set<Kind> KINDS = Set.copyOf(EnumSet.complementOf(EnumSet.of(Kind.LEASE)));

  /** How far a kind can be relied on. */
  Source kind(Kind kind) {
    return kinds.getOrDefault(kind, Source.NEVER);
  }

  /** What the observers hold of a node. */
  Standing standing(String node) {
    return standings.getOrDefault(node, Standing.UNKNOWN);
  }

  /** The nodes there are, by the API or the configuration. */
  public Set<String> nodes() {
    Set<String> nodes = new TreeSet<>(objects.kubeNodes().keySet());
    nodes.addAll(layout.nodes().keySet());
    return nodes;
  }
}
