package io.vigie.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes, one for each version without a gap. Bounded by their number and their bytes;
 * the oldest go first.
 *
 * <p>Kept in blocks, so that one is found by its version at once and the oldest go cheaply.
 */
final class History {

  private static final int BLOCK = 256;

  private final int most;
  private final long mostBytes;
  private final List<List<Change>> blocks = new ArrayList<>();
  private long first;
  private long next;
  private long bytes;

  /**
   * Empty.
   *
   * @param version the version that was before the first change
   */
  History(int most, long mostBytes, long version) {
    this.most = most;
    this.mostBytes = mostBytes;
    this.first = version + 1;
    this.next = version + 1;
  }

  /** The version after which every change is known. */
  long knownSince() {
    return first - 1;
  }

  void add(Change change) {
    if (change.version() != next) {
      throw new IllegalStateException("change " + change.version() + ", expected " + next);
    }
    if (blocks.isEmpty() || blocks.getLast().size() == BLOCK) {
      blocks.add(new ArrayList<>(BLOCK));
    }
    blocks.getLast().add(change);
    next++;
    bytes += change.bytes();
    while (blocks.size() > 1 && (next - first - BLOCK >= most || bytes > mostBytes)) {
      dropBlock();
    }
  }

  /** The change that made this version; null if it is forgotten or was not made yet. */
  @Nullable Change at(long version) {
    if (version < first || version >= next) {
      return null;
    }
    int at = (int) (version - first);
    return blocks.get(at / BLOCK).get(at % BLOCK);
  }

  void forget() {
    blocks.clear();
    first = next;
    bytes = 0;
  }

  private void dropBlock() {
    List<Change> oldest = blocks.removeFirst();
    first += oldest.size();
    oldest.forEach(change -> bytes -= change.bytes());
  }
}
