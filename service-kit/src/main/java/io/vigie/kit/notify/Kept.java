package io.vigie.kit.notify;

import io.vigie.kit.notify.core.Postbag;
import java.util.Map;

/**
 * What outlives a service.
 *
 * @param open troubles told and not over
 * @param targets by name, what they are still to be told
 */
record Kept(Map<String, String> open, Map<String, Postbag.Saved> targets) {

  static final Kept NOTHING = new Kept(Map.of(), Map.of());

  Kept {
    open = Map.copyOf(open);
    targets = Map.copyOf(targets);
  }
}
