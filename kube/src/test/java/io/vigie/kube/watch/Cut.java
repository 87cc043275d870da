package io.vigie.kube.watch;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A cable to a server, which can be pulled: nothing passes then and nobody hears of it, as with a
 * machine that is dead.
 */
final class Cut {

  private final NetClient client;
  private final NetServer server;
  private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean pulled;
  private volatile Predicate<String> fatal = _ -> false;

  Cut(Vertx vertx, int to) throws Exception {
    this.client = vertx.createNetClient();
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
    client
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
              near.handler(
                  bytes -> {
                    if (fatal.test(bytes.toString())) {
                      pull();
                    } else {
                      far.write(bytes);
                    }
                  });
              far.handler(near::write);
              near.resume();
            });
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Pulls it as soon as somebody asks that: what was asked does not arrive. */
  void pullAt(Predicate<String> request) {
    fatal = request;
  }

  void pull() {
    pulled = true;
    ends.forEach(NetSocket::pause);
  }
}
