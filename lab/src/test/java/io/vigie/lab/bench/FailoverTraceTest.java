package io.vigie.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.lab.bench.FailoverTrace.Kind;
import io.vigie.lab.bench.FailoverTrace.Outage;
import io.vigie.lab.bench.FailoverTrace.Seen;
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

  private static Seen asked(double seconds, int sequence) {
    return new Seen(seconds, sequence, Kind.ASKED, CLIENT);
  }

  private static Seen answered(double seconds, int sequence, String by) {
    return new Seen(seconds, sequence, Kind.ANSWERED, by);
  }

  private static Seen claim(double seconds, String by) {
    return new Seen(seconds, 0, Kind.CLAIM, by);
  }

  private static Seen advert(double seconds, String by) {
    return new Seen(seconds, 0, Kind.ADVERT, by);
  }

  @Test
  void aGapEndsWhenTheNewHolderClaimsTheVip() throws IOException {
    Outage outage =
        FailoverTrace.of(
            List.of(
                asked(10.000, 1),
                answered(10.000, 1, OLD),
                advert(10.000, OLD),
                advert(10.0625, OLD),
                asked(10.125, 2),
                asked(10.250, 3),
                advert(10.3125, NEW),
                claim(10.3125, NEW),
                asked(10.375, 4),
                answered(10.375, 4, NEW),
                advert(10.5, OLD),
                asked(11.000, 5)),
            OLD,
            NEW,
            10.0625);
    assertEquals(new Outage(250, 250, 312.5, 0, 2, 5), outage);
  }

  @Test
  void theOldHolderThatGoesOnAnsweringIsTold() throws IOException {
    Outage outage =
        FailoverTrace.of(
            List.of(
                advert(9.875, OLD),
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
    assertEquals(new Outage(62.5, 250, 0, 250, 0, 3), outage);
  }

  @Test
  void whatTheNewHolderAnsweredBeforeTheFaultIsNoTakeover() throws IOException {
    List<Seen> before = List.of(answered(9.5, 7, NEW), answered(10.0, 8, OLD));
    IOException e =
        assertThrows(IOException.class, () -> FailoverTrace.of(before, OLD, NEW, 10.0625));
    assertEquals(
        "of 2 packets not one is an answer from each holder, "
            + OLD
            + " and then "
            + NEW
            + ", or no advert is",
        e.getMessage());
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
    String advert = // 11.5 s; VRRP 3 from OLD
        "0b000000 20a10700 2a000000 2a000000"
            + "01005e000012 020000000006 0800"
            + "45c0001c 00000000 ff700000 0a4e0006 e0000012"
            + "3133 9601 000a 0000";
    String claim = // 12 s; gratuitous ARP of NEW, and an ordinary question of it
        "0c000000 00000000 2a000000 2a000000"
            + "ffffffffffff 020000000007 0806"
            + "0001 0800 06 04 0001 020000000007 0a4e0008 ffffffffffff 0a4e0008"
            + "0c000000 00000000 2a000000 2a000000"
            + "ffffffffffff 020000000007 0806"
            + "0001 0800 06 04 0001 020000000007 0a4e0007 000000000000 0a4e0005";
    Path file = directory.resolve("client.pcap");
    String cut = request.substring(0, request.length() - 4);
    Files.write(
        file,
        HexFormat.of().parseHex((head + request + reply + advert + claim + cut).replace(" ", "")));
    assertEquals(
        List.of(asked(10.5, 0x102), answered(11, 0x102, OLD), advert(11.5, OLD), claim(12, NEW)),
        FailoverTrace.read(file));
    Files.writeString(file, "0123456789 0123456789 0123456789");
    assertThrows(IOException.class, () -> FailoverTrace.read(file));
  }
}
