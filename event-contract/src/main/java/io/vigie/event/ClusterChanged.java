package io.vigie.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database is another than before, in what its owner cares about.
 *
 * @param cluster the database: {@code db/pg-main}
 * @param health how well it is
 * @param primary the instance that can be written to; none if there is none
 * @param primaryNode where it is; none where that is not known
 * @param instancesWanted how many instances it is to have
 * @param instancesReady how many are ready
 * @param lost instances that are not ready or whose node is down, sorted
 * @param warnings what its owner should know: archiving fails, fenced, reconciliation off, sorted
 * @param phase the operator's own word at that moment, to be shown only; another one alone is no
 *     news
 */
public record ClusterChanged(
    String cluster,
    DatabaseHealth health,
    @Nullable String primary,
    @Nullable String primaryNode,
    int instancesWanted,
    int instancesReady,
    List<String> lost,
    List<String> warnings,
    String phase)
    implements Event {

  public ClusterChanged {
    lost = List.copyOf(lost);
    warnings = List.copyOf(warnings);
  }

  @Override
  public String subject() {
    return cluster;
  }

  /** How well a database is. */
  public enum DatabaseHealth implements Wire {
    /** It can be written to, and all instances are ready. */
    HEALTHY,
    /** It can be written to, with fewer instances than wanted. */
    DEGRADED,
    /** It cannot be written to. */
    DOWN,
    /** Its owner has put it to sleep. */
    HIBERNATED,
    /** It is no more. */
    DELETED
  }
}
