package io.vigie.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last of what happened, in the order it was heard. Bounded in number and bytes.
 *
 * <p>A position names an entry as long as this process lives: {@code LIFE.NUMBER}.
 *
 * <p>Thread rule: one thread.
 */
final class History {

  private final String life;
  private final @Nullable Entry[] ring;
  private final long mostBytes;
  private long first;
  private long end;
  private long bytes;

  /**
   * Nothing has happened yet.
   *
   * @param life told apart from any other's
   * @param most entries at most
   * @param mostBytes of them, at most
   */
  History(String life, int most, long mostBytes) {
    this.life = life;
    this.ring = new @Nullable Entry[most];
    this.mostBytes = mostBytes;
  }

  /** Told apart from any other's. */
  String life() {
    return life;
  }

  /** The position the next entry gets. */
  String nextPosition() {
    return position(end);
  }

  void append(Entry entry) {
    if (end - first == ring.length) {
      forget();
    }
    ring[slot(end++)] = entry;
    bytes += entry.json().length();
    while (bytes > mostBytes && first < end - 1) {
      forget();
    }
  }

  private void forget() {
    Entry oldest = ring[slot(first)];
    ring[slot(first++)] = null;
    bytes -= oldest == null ? 0 : oldest.json().length();
  }

  /** The number of the next entry. */
  long end() {
    return end;
  }

  /** The number of the oldest entry that is kept. */
  long first() {
    return first;
  }

  /** The entry with this number, if it is still kept. */
  Optional<Entry> at(long number) {
    return number < first || number >= end
        ? Optional.empty()
        : Optional.ofNullable(ring[slot(number)]);
  }

  /** The name of a number. */
  String position(long number) {
    return life + "." + number;
  }

  /** The number a position names; empty if it is of another life, or no position. */
  OptionalLong number(String position) {
    if (!position.startsWith(life + ".")) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(position.substring(life.length() + 1));
      return number >= 0 && number <= end ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Some of what happened, the newest first.
   *
   * @param entries at most as many as were asked for
   * @param next the number to go on before; empty if this is all
   */
  record Page(List<Entry> entries, OptionalLong next) {}

  /** The newest events before this number that are wanted. */
  Page page(long before, int limit, Predicate<Entry> wanted) {
    List<Entry> entries = new ArrayList<>();
    long last = before;
    for (long number = Math.min(before, end) - 1; number >= first; number--) {
      Entry entry = ring[slot(number)];
      if (entry != null && entry.isEvent() && wanted.test(entry)) {
        if (entries.size() == limit) {
          return new Page(entries, OptionalLong.of(last));
        }
        entries.add(entry);
        last = number;
      }
    }
    return new Page(entries, OptionalLong.empty());
  }

  private int slot(long number) {
    return (int) (number % ring.length);
  }
}
