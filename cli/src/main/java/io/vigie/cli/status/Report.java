package io.vigie.cli.status;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How things are. Its JSON is what {@code vigie status --json} prints: fields are added, never
 * changed.
 *
 * @param cluster the installation
 * @param complete whether everybody who should say something did, just now
 * @param gaps what is missing, for people
 * @param simulated what is only simulated, for people; empty if nothing is
 * @param services every service that is configured or was heard
 * @param nodes what each observer says of each node
 * @param pools what each balancer says of each pool
 * @param servers what each balancer says of each server
 * @param frontends what each observer says of each frontend
 * @param vips who holds each VIP
 */
@JsonPropertyOrder({
  "cluster",
  "complete",
  "gaps",
  "simulated",
  "services",
  "nodes",
  "pools",
  "servers",
  "frontends",
  "vips"
})
record Report(
    String cluster,
    boolean complete,
    List<String> gaps,
    List<String> simulated,
    List<ServiceLine> services,
    List<NodeLine> nodes,
    List<PoolLine> pools,
    List<ServerLine> servers,
    List<FrontendLine> frontends,
    List<VipLine> vips) {

  /**
   * A service.
   *
   * @param host the balancer it runs on
   * @param service such as {@code lb-service}
   * @param state {@code ready}, {@code not-ready}, {@code present} (heard through Kafka) or {@code
   *     silent}
   * @param remarks reasons and warnings
   */
  record ServiceLine(String host, String service, String state, List<String> remarks) {}

  /**
   * A node as one observer sees it.
   *
   * @param stale whether the observer is silent now
   */
  record NodeLine(
      String node,
      String observer,
      String status,
      String since,
      List<String> failing,
      boolean impaired,
      boolean stale) {}

  /** A pool as one balancer has it. */
  record PoolLine(
      String pool,
      String balancer,
      String state,
      int usable,
      int servers,
      String since,
      boolean stale) {}

  /** A server as one balancer has it. */
  record ServerLine(
      String pool,
      String server,
      String balancer,
      String state,
      String cause,
      String since,
      boolean stale) {}

  /** A frontend as one observer reaches it. */
  record FrontendLine(
      String frontend,
      String address,
      String observer,
      boolean reached,
      String detail,
      String since,
      boolean stale) {}

  /**
   * A VIP.
   *
   * @param addresses with their prefix lengths
   * @param holders who holds it as far as is known: balancers, else an address; one if all is well
   * @param trouble what is wrong with that, for people; null if nothing is
   * @param routers what it is on each balancer
   */
  record VipLine(
      String vip,
      List<String> addresses,
      List<String> holders,
      @Nullable String trouble,
      List<RouterLine> routers) {}

  /**
   * A VIP's virtual router on one balancer.
   *
   * @param role {@code active}, {@code backup}, {@code leaving}, {@code initialize} or {@code
   *     unknown}
   * @param priority what it speaks with; null if nothing was heard of it
   * @param since when it took this role; null if nothing was heard of it
   * @param unwell what speaks against this balancer
   * @param stale whether it is silent now
   */
  record RouterLine(
      String balancer,
      String role,
      @Nullable Integer priority,
      @Nullable String since,
      List<String> unwell,
      boolean stale) {}
}
