package io.vigie.kit.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code vigie.yaml}, the same on every machine.
 *
 * <p>Maps keep the order of the file. Lists and maps can't be changed.
 */
public record VigieConfig(
    @Key(meaning = "the name of the installation", form = Form.NAME) String cluster,
    @Key(meaning = "where the log is", def = "{}") KafkaConfig kafka,
    @Key(
            meaning = "the failure domains: physical machines that nodes and balancers share",
            def = "{}")
        Map<String, HostConfig> hosts,
    @Key(meaning = "the Kubernetes nodes", filled = true) Map<String, NodeConfig> nodes,
    @Key(meaning = "the load-balancer hosts, each with one of every service", filled = true)
        Map<String, BalancerConfig> balancers,
    @Key(
            meaning = "the router's address, which an observer asks before it blames others",
            form = Form.ADDRESS)
        @Nullable String gateway,
    @Key(meaning = "probes, shared by pools", def = "{}") Map<String, CheckConfig> checks,
    @Key(meaning = "servers that can replace each other", def = "{}") Map<String, PoolConfig> pools,
    @Key(meaning = "what clients connect to", def = "{}") Map<String, FrontendConfig> frontends,
    @Key(
            meaning =
                "what carries the connections: `epoll` is native to Linux, `vertx` runs anywhere;"
                    + " `auto` takes the first that this machine allows",
            def = "auto")
        EngineKind engine,
    @Key(meaning = "how nodes that come and go are kept out", def = "{}") DampingConfig damping,
    @Key(meaning = "the virtual addresses", def = "{}") Map<String, VipConfig> vips,
    @Key(meaning = "VIPs that move together", def = "{}") Map<String, SyncGroupConfig> syncGroups,
    @Key(meaning = "what is aimed at, for the ledger of availability", def = "{}")
        AvailabilityConfig availability,
    @Key(meaning = "how to reach the Kubernetes API; without it, storage and db have no work")
        @Nullable KubernetesConfig kubernetes,
    @Key(meaning = "the ports for people and machines that watch", def = "{}")
        ManagementConfig management,
    @Key(
            name = "notify",
            meaning = "whom to tell what happens, each by the service that knows",
            def = "{}")
        Map<String, NotifyConfig> targets) {

  /** The data plane of lb-service. */
  public enum EngineKind {
    AUTO,
    EPOLL,
    VERTX
  }

  /** A failure domain. */
  public record HostConfig(@Key(meaning = "for people") @Nullable String description) {}

  /** A Kubernetes node. */
  public record NodeConfig(
      @Key(meaning = "IP address or host name", form = Form.ADDRESS) String address,
      @Key(meaning = "its failure domain; without one, it is one by itself", in = "hosts")
          @Nullable String host) {}

  /** A load-balancer host. */
  public record BalancerConfig(
      @Key(meaning = "IP address or host name", form = Form.ADDRESS) String address,
      @Key(meaning = "its failure domain; without one, it is one by itself", in = "hosts")
          @Nullable String host) {}
}
