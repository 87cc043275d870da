package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A small segment does not wait for the ACK of the one before (Nagle's algorithm, RFC 9293, 3.7.4).
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
class SmallWritesIT {

  private static final int ROUNDS = 40;

  /** The least that Linux delays an ACK when a connection goes to and fro (TCP_DELACK_MIN). */
  private static final long DELAYED_ACK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final EngineUnderTest kind;

  SmallWritesIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @Test
  void theSecondOfTwoDoesNotWait() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        EngineFixture engine =
            new EngineFixture(kind, (InetSocketAddress) listening.getLocalSocketAddress());
        Socket client = client(engine.open(Listeners.named("t").made()));
        Socket server = listening.accept()) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      assertPrompt(client, server);
      assertPrompt(server, client);
    }
  }

  /** The reader answers at once, so its ACKs ride on answers, or come late. */
  private static void assertPrompt(Socket writer, Socket reader) throws IOException {
    int late = 0;
    for (int i = 0; i < ROUNDS; i++) {
      pass(writer, reader);
      long before = System.nanoTime();
      pass(writer, reader);
      late += System.nanoTime() - before >= DELAYED_ACK_NANOS ? 1 : 0;
      pass(reader, writer);
    }
    int waited = late;
    assertTrue(late < ROUNDS / 2, () -> waited + " of " + ROUNDS + " waited for an ACK");
  }

  private static void pass(Socket from, Socket to) throws IOException {
    from.getOutputStream().write(1);
    assertEquals(1, to.getInputStream().read());
  }
}
