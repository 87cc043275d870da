package io.vigie.lb.app;

import io.vertx.core.internal.ContextInternal;
import io.vigie.kit.config.VigieConfig.EngineKind;
import io.vigie.lb.net.Engine;
import io.vigie.lb.net.epoll.EpollEngine;
import io.vigie.lb.net.nio.NioEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which engine carries the connections. */
final class Engines {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /**
   * The engine that was asked for; where the native one cannot be, the reference engine, and a line
   * in the log.
   */
  static Engine make(EngineKind wanted, ContextInternal context, Engine.Reports reports) {
    boolean epoll = wanted != EngineKind.VERTX && EpollEngine.isSupported();
    if (!epoll && wanted == EngineKind.EPOLL) {
      LOG.warn(
          "engine=vertx reason=\"engine epoll needs Linux on x86-64 or aarch64, and Java's"
              + " --enable-native-access=ALL-UNNAMED\"");
    }
    return epoll
        ? new EpollEngine(context, Runtime.getRuntime().availableProcessors(), reports)
        : new NioEngine(context.nettyEventLoop(), reports);
  }
}
