package io.vigie.kit.manage;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;

/** What the management port shows of a service. Called on the service's own context. */
public interface Managed {

  /** Who it is. */
  ServiceName name();

  /** Where it listens and who may write, as configured now. */
  ManagementConfig management();

  /** Whether it can do its job. */
  Readiness readiness();

  /** Its whole state: something Jackson can write. */
  Object state();

  /** Answers {@code GET /v1/events}. */
  Handler<RoutingContext> events();

  /**
   * Adds the service's own routes. Writes are guarded and bodies are read already. They are asked
   * before {@code /v1/state} and {@code /v1/events}, and may leave those to the kit.
   */
  void routes(Router router);
}
