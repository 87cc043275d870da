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

  private static final String NO_NATIVE =
      "the native engine needs Linux on x86-64 or aarch64, and Java's"
          + " --enable-native-access=ALL-UNNAMED";

  private Engines() {}

  /**
   * An engine that can be here.
   *
   * @param kind it, never {@link EngineKind#AUTO}
   * @param why it is not the one that was asked for, or not the best; empty if it is
   */
  record Choice(EngineKind kind, String why) {}

  /** The engine that was asked for, or the next best that can be here. */
  static Choice choose(EngineKind wanted) {
    if (wanted == EngineKind.VERTX) {
      return new Choice(EngineKind.VERTX, "");
    }
    return LinuxEngine.isSupported()
        ? new Choice(EngineKind.EPOLL, "")
        : new Choice(EngineKind.VERTX, NO_NATIVE);
  }

  /** Says in one line what was chosen, as a warning if something else was asked for. */
  static void tell(EngineKind wanted, Choice choice) {
    if (choice.why().isEmpty()) {
      LOG.atInfo().addKeyValue("engine", word(choice.kind())).log("engine chosen");
    } else {
      (wanted == EngineKind.AUTO ? LOG.atInfo() : LOG.atWarn())
          .addKeyValue("engine", word(choice.kind()))
          .addKeyValue("reason", choice.why())
          .log("engine chosen");
    }
  }

  private static String word(EngineKind kind) {
    return switch (kind) {
      case AUTO -> "auto";
      case EPOLL -> "epoll";
      case VERTX -> "vertx";
    };
  }

  /**
   * An engine.
   *
   * @param kind a choice's
   */
  static Engine make(EngineKind kind, ContextInternal context, Engine.Reports reports) {
    return switch (kind) {
      case VERTX -> new NioEngine(context.nettyEventLoop(), reports);
      case EPOLL, AUTO ->
          new LinuxEngine(context, Runtime.getRuntime().availableProcessors(), reports);
    };
  }
}
