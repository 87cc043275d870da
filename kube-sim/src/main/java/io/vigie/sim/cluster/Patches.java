package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Refusal;

/** What a patch makes of an object. */
final class Patches {

  private Patches() {}

  /** What came of it. */
  sealed interface Patched {

    record Good(ObjectNode object) implements Patched {}

    record Bad(Refusal why) implements Patched {}
  }

  /** The object, changed. */
  static Patched apply(Target target, ObjectNode object, Patch patch) {
    boolean custom = target.type().custom();
    try {
      return switch (patch) {
        case Patch.Merge(JsonNode changes) -> whole(MergePatch.apply(object, changes));
        case Patch.Steps(JsonNode steps) -> whole(JsonPatch.apply(object, steps));
        case Patch.Strategic _ when custom ->
            new Patched.Bad(
                Refusal.plain(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types"
                        + " include: application/json-patch+json, application/merge-patch+json,"
                        + " application/apply-patch+yaml"));
        case Patch.Strategic(ObjectNode changes) -> whole(StrategicPatch.apply(object, changes));
        case Patch.Apply(ObjectNode wanted) when custom -> whole(MergePatch.apply(object, wanted));
        case Patch.Apply(ObjectNode wanted) -> whole(StrategicPatch.apply(object, wanted));
        case Patch.Strategic _, Patch.Apply _ ->
            new Patched.Bad(Refusal.badRequest("the patch is not an object"));
      };
    } catch (JsonPatch.Unfit unfit) {
      return new Patched.Bad(
          Refusal.plain(
              422,
              "Invalid",
              "the server rejected our request due to an error in our request: "
                  + unfit.getMessage()));
    }
  }

  private static Patched whole(JsonNode result) {
    return result instanceof ObjectNode object
        ? new Patched.Good(object)
        : new Patched.Bad(Refusal.badRequest("what is left is not an object"));
  }
}
