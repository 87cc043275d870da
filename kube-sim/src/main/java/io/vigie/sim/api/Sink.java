package io.vigie.sim.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where a watch writes to. */
interface Sink {

  /** Writes one event. */
  void write(Buffer event);

  /** Whether the client is behind. */
  boolean isFull();

  /** Calls when the client has caught up. */
  void onDrain(Runnable goOn);

  /** Ends it as agreed. */
  void end();

  /** Ends it at once. */
  void cut();

  /** An HTTP response in chunks. */
  record Stream(HttpServerResponse response) implements Sink {

    @Override
    public void write(Buffer event) {
      response.write(event);
    }

    @Override
    public boolean isFull() {
      return response.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable goOn) {
      response.drainHandler(_ -> goOn.run());
    }

    @Override
    public void end() {
      if (!response.ended() && !response.closed()) {
        response.end();
      }
    }

    @Override
    public void cut() {
      response.reset();
    }
  }

  /** A WebSocket, one text message for each event. */
  record Socket(ServerWebSocket socket) implements Sink {

    @Override
    public void write(Buffer event) {
      socket.writeTextMessage(event.toString());
    }

    @Override
    public boolean isFull() {
      return socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable goOn) {
      socket.drainHandler(_ -> goOn.run());
    }

    @Override
    public void end() {
      if (!socket.isClosed()) {
        socket.close();
      }
    }

    @Override
    public void cut() {
      end();
    }
  }
}
