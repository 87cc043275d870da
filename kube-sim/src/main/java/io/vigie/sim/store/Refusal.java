package io.vigie.sim.store;

import java.util.List;

/**
 * Why a request was not done, as the {@code Status} of the API says it.
 *
 * @param code the HTTP status
 * @param reason the machine's word for it
 * @param message the person's
 * @param resource of what; its plural may be empty
 * @param name of which one; may be empty
 * @param causes what exactly, if there is more to say
 */
public record Refusal(
    int code, String reason, String message, Resource resource, String name, List<Cause> causes) {

  private static final Resource NONE = new Resource("", "");

  public Refusal {
    causes = List.copyOf(causes);
  }

  /**
   * One thing that is wrong.
   *
   * @param field where; may be empty
   */
  public record Cause(String reason, String message, String field) {}

  /** There is no such object. */
  public static Refusal notFound(Resource resource, String name) {
    String message = "%s \"%s\" not found".formatted(resource, name);
    return new Refusal(404, "NotFound", message, resource, name, List.of());
  }

  /** There is one already. */
  public static Refusal exists(Resource resource, String name) {
    String message = "%s \"%s\" already exists".formatted(resource, name);
    return new Refusal(409, "AlreadyExists", message, resource, name, List.of());
  }

  /** It is another than the caller thinks. */
  public static Refusal conflict(Resource resource, String name, String why) {
    String message =
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(resource, name, why);
    return new Refusal(409, "Conflict", message, resource, name, List.of());
  }

  /** It is not as its schema says. */
  public static Refusal invalid(Resource resource, String kind, String name, List<Cause> causes) {
    List<String> said = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
    String all = said.size() == 1 ? said.getFirst() : "[" + String.join(", ", said) + "]";
    String what = resource.group().isEmpty() ? kind : kind + "." + resource.group();
    String message = "%s \"%s\" is invalid: %s".formatted(what, name, all);
    return new Refusal(422, "Invalid", message, new Resource(resource.group(), kind), name, causes);
  }

  /** The request makes no sense. */
  public static Refusal badRequest(String message) {
    return plain(400, "BadRequest", message);
  }

  /** What was asked for is forgotten. */
  public static Refusal expired(String message) {
    return plain(410, "Expired", message);
  }

  /** Without an object. */
  public static Refusal plain(int code, String reason, String message) {
    return new Refusal(code, reason, message, NONE, "", List.of());
  }
}
