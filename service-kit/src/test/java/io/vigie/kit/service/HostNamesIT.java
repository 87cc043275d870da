package io.vigie.kit.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With this machine's own resolver; RFC 6761 says that nothing below {@code invalid} exists. */
class HostNamesIT {

  private static final String NOBODY = "nobody.invalid";

  private final Vertx vertx = Vertx.vertx();
  private final List<String> answers = new ArrayList<>();
  private final HostNames names =
      new HostNames(
          vertx, (name, at) -> answers.add(name + " " + (at == null ? "?" : at.getHostAddress())));

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void namesAndAddressesAreAnsweredOnceAndTheUnknownAreNamed() throws Exception {
    on(() -> names.follow(Set.of("localhost", "10.1.2.3", NOBODY)));
    assertTrue(answers.contains("10.1.2.3 10.1.2.3"), answers::toString);
    assertTrue(answers.contains(NOBODY + " ?"), answers::toString);
    InetAddress localhost = names.address("localhost");
    assertTrue(localhost != null && localhost.isLoopbackAddress());
    assertNull(names.address(NOBODY));
    assertEquals(Set.of(NOBODY), names.failing());

    answers.clear();
    on(names::refresh);
    assertEquals(List.of(NOBODY + " ?"), answers, "no news of those that stayed");
    on(() -> names.follow(Set.of("10.1.2.3")));
    assertEquals(Set.of(), names.failing());
    assertNull(names.address("localhost"));
  }

  private void on(Supplier<Future<Void>> action) throws Exception {
    Promise<Void> done = Promise.promise();
    vertx.getOrCreateContext().runOnContext(_ -> action.get().onComplete(done));
    done.future().await(30, TimeUnit.SECONDS);
  }
}
