package io.vigie.sim.store;

import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param version the resource version that it made
 * @param object it afterwards; of a deleted one its last state, with the version of the deletion
 * @param before it before; null if it is new
 */
public record Change(long version, Type type, Stored object, @Nullable Stored before) {

  /** As watches name it. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  /** It before, with the version of this change, as it is shown to those whom it no longer fits. */
  public Stored beforeAtVersion() {
    Stored old = before == null ? object : before;
    return Stored.of(old.key(), version, old.read());
  }

  int bytes() {
    return object.json().length + (before == null ? 0 : before.json().length);
  }
}
