package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come in, and where they go. */
class AdmissionTest {

  private static Rig rig(LbConfig.Frontend frontend) {
    return new Rig(new LbConfig(Map.of("web", frontend), Map.of("web", Rig.pool("s1").build())));
  }

  private static LbConfig.Frontend frontend(
      List<String> proxies, List<String> allow, List<String> deny, int most, int mostPerSource) {
    return new LbConfig.Frontend(
        "web",
        Map.of(),
        Cidr.parseAll(proxies),
        Cidr.parseAll(allow),
        Cidr.parseAll(deny),
        most,
        mostPerSource,
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 192.0.2.1, true",
    "192.0.2.0/24, '', 192.0.2.1, true",
    "192.0.2.0/24, '', 198.51.100.1, false",
    "'', 192.0.2.0/24, 192.0.2.1, false",
    "192.0.2.0/24, 192.0.2.1, 192.0.2.1, false",
    "192.0.2.0/24, 192.0.2.1, 192.0.2.2, true",
  })
  void denyWinsOverAllow(String allow, String deny, String source, boolean admitted) {
    Rig rig =
        rig(
            frontend(
                List.of(),
                allow.isEmpty() ? List.of() : List.of(allow),
                deny.isEmpty() ? List.of() : List.of(deny),
                10,
                0));
    assertEquals(List.of(admitted ? "admit 1" : "end 1"), rig.arrive(1, "web", source));
    assertEquals(admitted ? null : 1L, rejected(rig, "denied"));
  }

  @Test
  void aFrontendHasItsMost() {
    Rig rig = rig(frontend(List.of(), List.of(), List.of(), 2, 0));
    rig.open(1);
    rig.open(2);
    assertEquals(List.of("end 3"), rig.client(3));
    assertEquals(List.of("log PR"), rig.over(3, Ended.Cause.CLOSED_BY_US));
    assertEquals(Rejection.FRONTEND_FULL, rig.logs.getFirst().rejected());
    assertEquals(1L, rejected(rig, "frontend-full"));
    rig.over(1);
    assertEquals(List.of("connect 4 s1"), rig.client(4));
  }

  @Test
  void aSourceHasItsMost() {
    Rig rig = rig(frontend(List.of(), List.of(), List.of(), 10, 2));
    rig.client(1, "192.0.2.1");
    rig.client(2, "192.0.2.1");
    assertEquals(List.of("end 3"), rig.client(3, "192.0.2.1"));
    assertEquals(List.of("connect 4 s1"), rig.client(4, "192.0.2.2"));
    rig.over(1);
    assertEquals(List.of("connect 5 s1"), rig.client(5, "192.0.2.1"));
    assertEquals(1L, rejected(rig, "source-full"));
  }

  @Test
  void whoComesThroughATrustedProxyIsJudgedByWhoItIs() {
    Rig rig = rig(frontend(List.of("10.1.0.0/16"), List.of("192.0.2.0/24"), List.of(), 10, 1));
    assertEquals(List.of("admit 1"), rig.arrive(1, "web", "10.1.0.1"));
    assertEquals(List.of("connect 1 s1"), rig.hello(1, "192.0.2.1", null));
    assertEquals(List.of("admit 2"), rig.arrive(2, "web", "10.1.0.1"));
    assertEquals(List.of("end 2"), rig.hello(2, "198.51.100.1", null)); // not allowed
    assertEquals(List.of("admit 3"), rig.arrive(3, "web", "10.1.0.1"));
    assertEquals(List.of("end 3"), rig.hello(3, "192.0.2.1", null)); // its second one
    assertEquals(List.of("end 4"), rig.arrive(4, "web", "10.2.0.1")); // not a trusted proxy
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "app.example.org, app",
        "a.app.example.org, any",
        "x.example.org, any",
        "x.y.example.org, below-y",
        "z.x.y.example.org, below-y",
        "y.example.org, any",
        "example.org, web",
        "example.com, web",
        "-, web",
        "'', web",
      })
  void serverNamesFindTheirPool(@Nullable String name, String pool) {
    Routes routes =
        new Routes(
            Map.of("app.example.org", "app", "*.example.org", "any", "*.y.example.org", "below-y"),
            "web");
    assertEquals(pool, routes.pool(name));
  }

  @Test
  void aNameWithoutARouteIsTurnedAway() {
    Rig rig =
        rig(
            new LbConfig.Frontend(
                null, Map.of("a.org", "web"), List.of(), List.of(), List.of(), 10, 0, false));
    rig.arrive(1, "web", "192.0.2.1");
    assertEquals(List.of("connect 1 s1"), rig.hello(1, "192.0.2.1", "a.org"));
    rig.arrive(2, "web", "192.0.2.1");
    assertEquals(List.of("end 2"), rig.hello(2, "192.0.2.1", "b.org"));
    assertEquals(1L, rejected(rig, "no-route"));
  }

  @Test
  void whoArrivesAtAFrontendThatIsGoneIsTurnedAway() {
    Rig rig = Rig.of(Rig.pool("s1"));
    assertEquals(List.of("end 1"), rig.arrive(1, "gone", "192.0.2.1"));
    assertEquals(List.of("log PR"), rig.over(1, Ended.Cause.CLOSED_BY_US));
  }

  private static @Nullable Long rejected(Rig rig, String reason) {
    return rig.director.state().frontends().getFirst().rejected().get(reason);
  }
}
