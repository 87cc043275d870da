package io.vigie.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What storage a node that is down has taken with it, as known when it went down; or that nothing
 * is at risk any more.
 *
 * <p>A node with very many volumes is told in parts, each with its own subject; the totals stand in
 * each.
 *
 * @param node the node, as Kubernetes names it
 * @param risk whether it is at risk
 * @param basis who says so: {@code probes}, {@code kubernetes} or both
 * @param part which part this is, from 1
 * @param parts how many there are
 * @param volumesTotal how many volumes have a replica there
 * @param bytesTotal what all of them may have to copy again, an upper bound
 * @param volumes the volumes of this part, those with the fewest replicas left first
 */
public record NodeAtRisk(
    String node,
    Risk risk,
    String basis,
    @Bounds(least = 1) int part,
    @Bounds(least = 1) int parts,
    int volumesTotal,
    long bytesTotal,
    List<Endangered> volumes)
    implements Event {

  /** The most volumes of one part. */
  public static final int MOST_VOLUMES = 1_000;

  public NodeAtRisk {
    volumes = List.copyOf(volumes);
  }

  @Override
  public String subject() {
    return part == 1 ? node : node + "/" + part;
  }

  /** Whether a node's replicas are at risk. */
  public enum Risk implements Wire {
    /** The node is down. */
    AT_RISK,
    /** The node is back, and each of its replicas is healthy or gone. */
    CLEAR
  }

  /**
   * One volume with a replica on the node.
   *
   * @param volume its name
   * @param workload whose it is: {@code StatefulSet git/gitea}; none if nobody uses it
   * @param bytes what a rebuild may have to copy, an upper bound
   * @param replicasLeft replicas elsewhere that are safe to live on
   * @param engineThere whether the volume is attached on the node: it does not answer now
   */
  public record Endangered(
      String volume,
      @Nullable String workload,
      long bytes,
      int replicasLeft,
      boolean engineThere) {}
}
