package io.vigie.cli.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class UndoTest {

  private final StringWriter said = new StringWriter();
  private final PrintWriter err = new PrintWriter(said, true);
  private final Undo undo = new Undo(new Terminal(err, err, false, false));
  private final List<String> done = new ArrayList<>();

  @Test
  void closesTheLastFirstAndOnlyOnce() throws Exception {
    open("a");
    open("b");
    undo.close();
    undo.close();
    assertEquals(List.of("b", "a"), done);
  }

  @Test
  void oneThatCannotBeClosedIsNamedAndTheRestIsClosed() throws Exception {
    open("a");
    undo.open(
        "the broker",
        () ->
            () -> {
              throw new IOException("disk full");
            });
    undo.close();
    assertEquals(List.of("a"), done);
    assertTrue(said.toString().contains("while ending the broker: java.io.IOException: disk full"));
  }

  @Test
  void nothingIsOpenedAfterTheEnd() {
    undo.close();
    assertThrows(CancellationException.class, () -> open("a"));
    assertEquals(List.of(), done);
  }

  @Test
  void whatCouldNotBeOpenedIsNotClosed() throws Exception {
    open("a");
    assertThrows(
        IOException.class,
        () ->
            undo.open(
                "b",
                () -> {
                  throw new IOException("no");
                }));
    undo.close();
    assertEquals(List.of("a"), done);
  }

  private void open(String name) throws Exception {
    undo.open(name, () -> () -> done.add(name));
  }
}
