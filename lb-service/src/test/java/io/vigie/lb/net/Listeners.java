package io.vigie.lb.net;

import io.vigie.lb.net.Engine.Listener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Listeners for tests: one that nothing expires on, and its variations. */
record Listeners(Listener made) {

  static Listeners named(String name) {
    return new Listeners(
        new Listener(
            name,
            EngineFixture.ANY,
            List.of(),
            false,
            16 * 1024,
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30)));
  }

  Listeners at(InetSocketAddress address) {
    return new Listeners(
        new Listener(
            made.name(),
            address,
            made.acceptProxy(),
            made.peekServerName(),
            made.bufferBytes(),
            made.idle(),
            made.halfOpen(),
            made.hello(),
            made.keepalive()));
  }

  Listeners hello(List<String> acceptProxy, boolean peekServerName) {
    return new Listeners(
        new Listener(
            made.name(),
            made.address(),
            acceptProxy,
            peekServerName,
            made.bufferBytes(),
            made.idle(),
            made.halfOpen(),
            made.hello(),
            made.keepalive()));
  }

  Listeners within(Duration idle, Duration halfOpen, Duration hello) {
    return new Listeners(
        new Listener(
            made.name(),
            made.address(),
            made.acceptProxy(),
            made.peekServerName(),
            made.bufferBytes(),
            idle,
            halfOpen,
            hello,
            made.keepalive()));
  }
}
