package io.vigie.health.app;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vigie.health.core.Outcome;
import io.vigie.health.core.Target;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.probe.Prober;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Broken;
import io.vigie.kit.config.LoadResult.Loaded;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes one probe as a configured check would: from the text of the file down to the socket. */
final class CheckUp implements AutoCloseable {

  private static final int LIMIT_SECONDS = 10;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Prober prober = new Prober(loop);

  /** How a check ends that is configured as {@code type: tcp, timeout: 300ms}. */
  Outcome of(String check, int port) {
    return of(check, "127.0.0.1", port);
  }

  Outcome of(String check, String address, int port) {
    return begin(check, address, port).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  CompletableFuture<Outcome> begin(String check, String address, int port) {
    Mapping mapping = mapping(check, address, port);
    Target target = new NodeCheck("node", "check");
    Mapping.Question question = Objects.requireNonNull(mapping.questions().get(target));
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    loop.execute(
        () -> {
          prober.probe(
              new InetSocketAddress(question.host(), question.port()),
              question.request(),
              Objects.requireNonNull(mapping.plan().targets().get(target)).timeoutNanos(),
              ended::complete);
          if (ended.isDone()) {
            ended.obtrudeException(new AssertionError("told before probe() returned"));
          }
        });
    return ended;
  }

  private static Mapping mapping(String check, String address, int port) {
    String text =
        """
        cluster: test
        kafka: { bootstrap: ["127.0.0.1:1"] }
        nodes: { node: { address: "%s" } }
        balancers: { lb-1: { address: 127.0.0.1 } }
        checks: { check: { port: %d, %s } }
        pools: { pool: { port: 1, servers: all, check: check } }
        """
            .formatted(address, port, check);
    return switch (ConfigFile.parse(text, Path.of("vigie.yaml"), Map.of())) {
      case Loaded(var config, var _) -> Mapping.of(config, "lb-1");
      case Broken(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
