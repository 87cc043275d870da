package io.vigie.console.core.picture;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is, as the configuration has it: the frame of the picture.
 *
 * <p>Maps keep the order of the file.
 *
 * @param nodes by name
 * @param balancers by name
 * @param services those wanted on every balancer, such as {@code lb-service}
 * @param vips addresses with prefix lengths, by name
 * @param frontends by name
 * @param pools by name
 */
public record Layout(
    Map<String, Place> nodes,
    Map<String, Place> balancers,
    List<String> services,
    Map<String, List<String>> vips,
    Map<String, Front> frontends,
    Map<String, Servers> pools) {

  /**
   * Where something is.
   *
   * @param host its failure domain; none if it is one by itself
   */
  public record Place(String address, @Nullable String host) {}

  /**
   * What clients connect to.
   *
   * @param listen where
   * @param pool where its connections go; none where server names decide
   */
  public record Front(List<String> listen, @Nullable String pool) {}

  /**
   * Servers that can replace each other.
   *
   * @param port of those that name none themselves
   * @param servers the nodes they are on
   */
  public record Servers(int port, List<String> servers) {}
}
