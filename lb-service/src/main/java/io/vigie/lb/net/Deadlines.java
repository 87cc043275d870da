package io.vigie.lb.net;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes entries when their time has come, up to {@value #TICK_MILLIS} ms late: a timing wheel, so
 * that arming one costs the same however many there are.
 *
 * <p>A deadline may move later without being told: an entry that is looked at too early goes back
 * into the wheel. Time is {@link System#nanoTime}, given by whoever turns the wheel. Thread rule:
 * one thread, its loop's.
 */
public final class Deadlines {

  /** How late a deadline may be noticed. */
  public static final int TICK_MILLIS = 20;

  private static final int SLOTS = 1024; // one turn is 20 s; later deadlines go round again
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

  /** Something with one deadline at a time. */
  public abstract static class Entry {
    private @Nullable Entry previous;
    private @Nullable Entry next;
    private int slot = -1;

    /** When it is due. Asked when its slot comes round. */
    protected abstract long deadlineNanos();

    /** It is due. No longer armed. */
    protected abstract void expired();
  }

  private final @Nullable Entry[] slots = new @Nullable Entry[SLOTS];
  private int armed;
  private long tick;

  /** The wheel turns: what is armed now goes into it as it stands, or could come round at once. */
  private boolean advancing;

  /** No entry is in a slot of a tick after {@code tick} and before this one. */
  private long earliest;

  /** Arms an entry for its deadline, in place of an earlier arming. */
  public void arm(Entry entry, long now) {
    disarm(entry);
    if (armed == 0 && !advancing) {
      tick = Math.floorDiv(now, TICK_NANOS);
      earliest = Long.MAX_VALUE;
    }
    insert(entry);
  }

  /** Forgets an entry, armed or not. */
  public void disarm(Entry entry) {
    if (entry.slot < 0) {
      return;
    }
    if (entry.previous == null) {
      slots[entry.slot] = entry.next;
    } else {
      entry.previous.next = entry.next;
    }
    if (entry.next != null) {
      entry.next.previous = entry.previous;
    }
    entry.previous = null;
    entry.next = null;
    entry.slot = -1;
    armed--;
  }

  /** Calls those that are due. */
  public void advance(long now) {
    long target = Math.floorDiv(now, TICK_NANOS);
    advancing = true;
    try {
      while (tick < target && armed > 0) {
        tick++;
        empty((int) Math.floorMod(tick, (long) SLOTS), now);
      }
    } finally {
      advancing = false;
    }
  }

  /** Nanoseconds until an entry is to be looked at; {@link Long#MAX_VALUE} while none is armed. */
  public long nanosToNext(long now) {
    if (armed == 0) {
      return Long.MAX_VALUE;
    }
    earliest = Math.max(earliest, tick + 1);
    while (slots[(int) Math.floorMod(earliest, (long) SLOTS)] == null) {
      earliest++;
    }
    return Math.max(0, earliest * TICK_NANOS - now);
  }

  private void insert(Entry entry) {
    long due = Math.floorDiv(entry.deadlineNanos(), TICK_NANOS) + 1;
    long at = Math.min(Math.max(due, tick + 1), tick + SLOTS - 1);
    earliest = Math.min(earliest, at);
    int slot = (int) Math.floorMod(at, (long) SLOTS);
    Entry first = slots[slot];
    entry.slot = slot;
    entry.next = first;
    if (first != null) {
      first.previous = entry;
    }
    slots[slot] = entry;
    armed++;
  }

  private void empty(int slot, long now) {
    // Expiring may disarm others of the slot, so take the first again and again; those that go
    // back do not return to this slot before the next turn of the wheel.
    for (Entry entry = slots[slot]; entry != null; entry = slots[slot]) {
      disarm(entry);
      if (entry.deadlineNanos() - now > 0) {
        insert(entry);
      } else {
        entry.expired();
      }
    }
  }
}
