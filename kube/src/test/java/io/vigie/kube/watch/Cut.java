package io.vigie.kube.watch;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A cable to a server, which can be pulled: nothing passes then and nobody hears of it, as with a
 * machine that is dead.
 */
final class Cut {

  private final Vertx vertx;
  private final NetServer server;
  private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean pulled;

  Cut(Vertx vertx, int to) throws Exception {
    this.vertx = vertx;
    this.server =
        vertx
            .createNetServer()
            .connectHandler(near -> connected(near, to))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  private void connected(NetSocket near, int to) {
    ends.add(near);
    near.closeHandler(_ -> ends.remove(near));
    near.pause();
    if (pulled) {
      return;
    }
    vertx
        .createNetClient()
        .connect(to, "127.0.0.1")
        .onFailure(_ -> near.close())
        .onSuccess(
            far -> {
              ends.add(far);
              far.closeHandler(
                  _ -> {
                    if (!pulled) {
                      near.close();
                    }
                  });
              near.handler(far::write);
              far.handler(near::write);
              near.resume();
            });
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  void pull() {
    pulled = true;
    ends.forEach(NetSocket::pause);
  }
}
