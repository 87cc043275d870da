package io.vigie.lb.net;

import io.vertx.core.internal.ContextInternal;
import io.vigie.lb.net.linux.LinuxEngine;
import io.vigie.lb.net.nio.NioEngine;

/** The engines, which all have to do the same. */
enum EngineUnderTest {
  VERTX {
    @Override
    Engine make(ContextInternal context, Engine.Reports reports) {
      return new NioEngine(context.nettyEventLoop(), reports);
    }
  },
  EPOLL {
    @Override
    Engine make(ContextInternal context, Engine.Reports reports) {
      return new LinuxEngine(context, 2, reports);
    }
  };

  abstract Engine make(ContextInternal context, Engine.Reports reports);
}
