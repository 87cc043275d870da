package io.vigie.sim.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a list gave. */
public sealed interface Listing {

  /**
   * Some objects.
   *
   * @param version what they are as of
   * @param items by namespace and name
   * @param next where it goes on; null if this is all
   * @param left how many there are after it, whether they fit or not
   */
  record Page(long version, List<Stored> items, @Nullable Continue next, int left)
      implements Listing {

    public Page {
      items = List.copyOf(items);
    }
  }

  /** It was begun at a version that is forgotten. */
  record Expired() implements Listing {}
}
