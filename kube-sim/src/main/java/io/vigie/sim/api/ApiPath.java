package io.vigie.sim.api;

import io.vigie.sim.store.Resource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address of the API below which there are objects.
 *
 * @param version of the group
 * @param namespace empty for none, or for all
 * @param name empty for all
 * @param part the subresource; empty for none
 */
record ApiPath(Resource resource, String version, String namespace, String name, String part) {

  /** From the path of a request; null if it is none. */
  static @Nullable ApiPath of(String path) {
    List<String> steps =
        Arrays.stream(path.split("/", -1))
            .filter(step -> !step.isEmpty())
            .map(step -> URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    if (steps.size() >= 3 && steps.getFirst().equals("api")) {
      return of("", steps.get(1), steps.subList(2, steps.size()));
    }
    return steps.size() >= 4 && steps.getFirst().equals("apis")
        ? of(steps.get(1), steps.get(2), steps.subList(3, steps.size()))
        : null;
  }

  private static @Nullable ApiPath of(String group, String version, List<String> rest) {
    boolean inside =
        rest.size() >= 3
            && rest.getFirst().equals("namespaces")
            && !(group.isEmpty() && rest.size() == 3 && isPartOfNamespace(rest.get(2)));
    List<String> object = inside ? rest.subList(2, rest.size()) : rest;
    if (object.size() > 3) {
      return null;
    }
    return new ApiPath(
        new Resource(group, object.getFirst()),
        version,
        inside ? rest.get(1) : "",
        object.size() > 1 ? object.get(1) : "",
        object.size() > 2 ? object.get(2) : "");
  }

  private static boolean isPartOfNamespace(String step) {
    return step.equals("status") || step.equals("finalize");
  }
}
