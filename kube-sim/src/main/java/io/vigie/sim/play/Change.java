package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * An object that is written.
 *
 * @param object it as a whole, without {@code resourceVersion}; null if it is deleted
 */
public record Change(ObjectKey key, @Nullable ObjectNode object) {}
