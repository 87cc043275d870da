package io.vigie.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.lab.bench.FailoverTrace.Echo;
import io.vigie.lab.bench.FailoverTrace.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverTraceTest {

  private static final String CLIENT = "02:00:00:00:00:05";
  private static final String OLD = "02:00:00:00:00:06";
  private static final String NEW = "02:00:00:00:00:07";

  private static Echo asked(double seconds, int sequence) {
    return new Echo(seconds, sequence, false, CLIENT);
  }

  private static Echo answered(double seconds, int sequence, String by) {
    return new Echo(seconds, sequence, true, by);
  }

  @Test
  void aGapLiesBetweenTheLastAnswerOfTheOldHolderAndTheFirstOfTheNewOne() throws IOException {
    Outage outage =
        FailoverTrace.of(
            List.of(
                asked(10.000, 1),
                answered(10.000, 1, OLD),
                asked(10.125, 2),
                asked(10.250, 3),
                asked(10.375, 4),
                answered(10.375, 4, NEW),
                asked(11.000, 5)),
            OLD,
            NEW,
            10.0625);
    assertEquals(new Outage(312.5, 375, 0, 2, 5), outage);
  }

  @Test
  void theOldHolderThatGoesOnAnsweringIsTold() throws IOException {
    Outage outage =
        FailoverTrace.of(
            List.of(
                asked(10.000, 1),
                answered(10.000, 1, OLD),
                asked(10.125, 2),
                answered(10.125, 2, NEW),
                asked(10.250, 3),
                answered(10.250, 3, NEW),
                answered(10.375, 3, OLD)),
            OLD,
            NEW,
            10.0625);
    assertEquals(new Outage(62.5, 0, 250, 0, 3), outage);
  }

  @Test
  void whatTheNewHolderAnsweredBeforeTheFaultIsNoTakeover() throws IOException {
    List<Echo> before = List.of(answered(9.5, 7, NEW), answered(10.0, 8, OLD));
    IOException e =
        assertThrows(IOException.class, () -> FailoverTrace.of(before, OLD, NEW, 10.0625));
    assertEquals(
        "of 2 answers not one is from each holder, " + OLD + " and then " + NEW, e.getMessage());
  }

  @Test
  void aCaptureIsReadUpToThePacketThatWasBeingWritten(@TempDir Path directory) throws IOException {
    String head = "d4c3b2a1" + "02000400" + "00000000" + "00000000" + "00000400" + "01000000";
    String request = // 10.5 s; 42 bytes; echo request 0x0102 from CLIENT
        "0a000000 20a10700 2a000000 2a000000"
            + "020000000006 020000000005 0800"
            + "4500001c 00000000 40010000 0a4e0005 0a4e0008"
            + "0800 0000 0001 0102";
    String reply =
        "0a000000 40420f00 2a000000 2a000000"
            + "020000000005 020000000006 0800"
            + "4500001c 00000000 40010000 0a4e0008 0a4e0005"
            + "0000 0000 0001 0102";
    Path file = directory.resolve("client.pcap");
    String cut = request.substring(0, request.length() - 4);
    Files.write(file, HexFormat.of().parseHex((head + request + reply + cut).replace(" ", "")));
    assertEquals(List.of(asked(10.5, 0x102), answered(11, 0x102, OLD)), FailoverTrace.read(file));
    Files.writeString(file, "0123456789 0123456789 0123456789");
    assertThrows(IOException.class, () -> FailoverTrace.read(file));
  }
}
