package io.vigie.kit.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code vigie.yaml}, the same on every machine.
 *
 * <p>Maps keep the order of the file.
 *
 * @param cluster the name of the installation
 * @param kafka where the log is
 * @param hosts the failure domains: physical machines that nodes and balancers share
 * @param nodes the Kubernetes nodes
 * @param balancers the load-balancer hosts, each with one of every service
 * @param gateway the router's address, which an observer asks before it blames others
 * @param checks probes, shared by pools
 * @param pools servers that can replace each other
 * @param frontends what clients connect to
 * @param damping how flapping nodes are kept out
 * @param vips the virtual addresses
 * @param syncGroups VIPs that move together
 * @param kubernetes how to reach the Kubernetes API
 * @param management the ports for people and machines that watch
 */
public record VigieConfig(
    String cluster,
    KafkaConfig kafka,
    Map<String, HostConfig> hosts,
    Map<String, NodeConfig> nodes,
    Map<String, BalancerConfig> balancers,
    @Nullable String gateway,
    Map<String, CheckConfig> checks,
    Map<String, PoolConfig> pools,
    Map<String, FrontendConfig> frontends,
    DampingConfig damping,
    Map<String, VipConfig> vips,
    Map<String, SyncGroupConfig> syncGroups,
    @Nullable KubernetesConfig kubernetes,
    ManagementConfig management) {

  /**
   * A failure domain.
   *
   * @param description for people
   */
  public record HostConfig(@Nullable String description) {}

  /**
   * A Kubernetes node.
   *
   * @param address IP address or host name
   * @param host its failure domain; null if it is one by itself
   */
  public record NodeConfig(String address, @Nullable String host) {}

  /**
   * A load-balancer host.
   *
   * @param address IP address or host name
   * @param host its failure domain; null if it is one by itself
   */
  public record BalancerConfig(String address, @Nullable String host) {}
}
