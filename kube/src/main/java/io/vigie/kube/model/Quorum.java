package io.vigie.kube.model;

import java.util.List;

/**
 * {@code postgresql.cnpg.io/v1 FailoverQuorum}: who may hold the last transactions.
 *
 * @param key {@code namespace/name}, as its cluster's
 * @param standbys {@code status.standbyNames}
 * @param number {@code status.standbyNumber}: how many of them a commit waits for
 * @param primary {@code status.primary}
 */
public record Quorum(String key, List<String> standbys, int number, String primary)
    implements Kubernetes {

  public Quorum {
    standbys = List.copyOf(standbys);
  }

  /** Whether these standbys together hold every commit: R + W &gt; N. */
  public boolean isCovered(int ready) {
    return ready + number > standbys.size();
  }
}
