package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.ServerChanged.ServerState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jackson takes a default method of an interface for the value of an enum, both ways. */
class WireTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Wire> constants() {
    return Stream.of(
            CheckChanged.CheckStatus.values(),
            CommandAnswered.Outcome.values(),
            Kind.values(),
            Decoded.Reason.values(),
            NodeChanged.NodeStatus.values(),
            ObserverChanged.ObserverState.values(),
            PoolChanged.PoolState.values(),
            ServerState.values(),
            Standing.values())
        .flatMap(Stream::of);
  }

  @ParameterizedTest
  @MethodSource("constants")
  void everyConstantIsWrittenAndReadByItsWireName(Wire constant) throws JsonProcessingException {
    String json = JSON.writeValueAsString(constant);
    assertEquals("\"" + constant.wire() + "\"", json);
    assertEquals(constant, JSON.readValue(json, constant.getClass()));
  }

  @Test
  void wordsAreLowerCaseAndJoinedByHyphens() throws JsonProcessingException {
    assertEquals("\"slow-start\"", JSON.writeValueAsString(ServerState.SLOW_START));
    assertEquals("\"handover\"", JSON.writeValueAsString(Kind.HANDOVER));
    assertThrows(
        JsonProcessingException.class, () -> JSON.readValue("\"SLOW_START\"", ServerState.class));
  }

  @ParameterizedTest
  @MethodSource("results")
  void checkResultsStayInHaproxysLetters(CheckResult result) throws JsonProcessingException {
    String json = JSON.writeValueAsString(result);
    assertEquals("\"" + result.name() + "\"", json);
    assertEquals(result, JSON.readValue(json, CheckResult.class));
  }

  static Stream<CheckResult> results() {
    return Stream.of(CheckResult.values());
  }
}
