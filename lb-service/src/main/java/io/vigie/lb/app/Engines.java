package io.vigie.lb.app;

import io.vertx.core.internal.ContextInternal;
import io.vigie.kit.config.VigieConfig.EngineKind;
import io.vigie.lb.net.Engine;
import io.vigie.lb.net.linux.LinuxEngine;
import io.vigie.lb.net.nio.NioEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which engine carries the connections. */
final class Engines {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /**
   * The engine that was asked for, or the next best that can be here; then a line in the log says
   * why.
   */
  static Engine make(EngineKind wanted, ContextInternal context, Engine.Reports reports) {
    if (wanted == EngineKind.VERTX || !LinuxEngine.isSupported()) {
      if (wanted == EngineKind.EPOLL || wanted == EngineKind.IO_URING) {
        LOG.warn(
            "engine=vertx reason=\"engine {} needs Linux on x86-64 or aarch64, and Java's"
                + " --enable-native-access=ALL-UNNAMED\"",
            wanted == EngineKind.EPOLL ? "epoll" : "io_uring");
      }
      return new NioEngine(context.nettyEventLoop(), reports);
    }
    boolean ring = wanted != EngineKind.EPOLL && LinuxEngine.isRingAllowed();
    if (!ring && wanted == EngineKind.IO_URING) {
      LOG.warn(
          "engine=epoll reason=\"engine io_uring needs Linux 6.1 or newer, and neither a seccomp"
              + " profile nor kernel.io_uring_disabled in its way\"");
    }
    return new LinuxEngine(context, Runtime.getRuntime().availableProcessors(), reports, ring);
  }
}
