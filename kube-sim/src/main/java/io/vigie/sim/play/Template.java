package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object in JSON with gaps in it.
 *
 * @param json with the gaps of {@link java.util.Formatter}
 */
record Template(String json) {

  /** The object, the gaps filled. */
  ObjectNode with(Object... words) {
    return Canvas.read(json.formatted(words));
  }
}
