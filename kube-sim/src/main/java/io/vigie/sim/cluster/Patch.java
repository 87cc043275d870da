package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;

/** A change of an object, as somebody sent it. */
public sealed interface Patch {

  /** RFC 7386. */
  record Merge(JsonNode patch) implements Patch {}

  /** RFC 6902. */
  record Steps(JsonNode steps) implements Patch {}

  /** Kubernetes' own: lists of known names are merged by a key. */
  record Strategic(JsonNode patch) implements Patch {}

  /** Server-side apply: what somebody wants; made if it is not there. */
  record Apply(JsonNode wanted) implements Patch {}
}
