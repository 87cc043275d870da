package io.vigie.vrrp.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Announcements as they are seen by tcpdump, and believed by another host. */
@Timeout(60)
class AnnouncerIT {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String MAC_A = "52:54:00:00:00:0a";
  private static final String MAC_B = "52:54:00:a1:b2:c3";

  @TempDir Path directory;
  private Namespaces all;

  @BeforeEach
  void threeHosts() throws IOException {
    Namespaces.assume("tcpdump", "ping");
    all = Namespaces.of("a", "b", "c");
    all.ip("a", "link set eth0 address " + MAC_A);
    all.ip("b", "link set eth0 address " + MAC_B);
  }

  @AfterEach
  void noHosts() throws IOException {
    if (all != null) {
      all.close();
    }
  }

  private void announce(String host, String address, boolean forwards) throws Exception {
    Nic nic = all.nic(host);
    boolean left =
        all.on(
            host,
            () -> {
              try (Announcer announcer = Announcer.open(nic)) {
                return announcer.announce(InetAddress.ofLiteral(address), forwards);
              }
            });
    assertTrue(left);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.8, 192.0.2.8/32", "fd00:1::8, fd00:1::8/64"})
  void whoKnewTheOldHolderTurnsToTheNewOne(String vip, String prefixed) throws Exception {
    all.ip("c", "addr add fd00:1::3/64 dev eth0 nodad");
    all.ip("a", "addr add %s dev eth0%s".formatted(prefixed, vip.contains(":") ? " nodad" : ""));
    all.run("c", "ping", "-n", "-c", "1", "-W", "2", vip);
    String before = all.ip("c", "neigh show " + vip);
    assertTrue(before.contains(MAC_A), before);
    announce("b", vip, false);
    await("c believes b")
        .atMost(LIMIT)
        .until(() -> all.ip("c", "neigh show " + vip).contains(MAC_B));
  }

  /** The frames of another implementation, byte for byte. */
  @ParameterizedTest
  @CsvSource({
    "192.168.1.8, false, arp,"
        + "ffffffffffff525400a1b2c308060001080006040001525400a1b2c3c0a80108ffffffffffffc0a80108",
    "fd00:1::8, false, icmp6,"
        + "333300000001525400a1b2c386dd6000000000203afffd000001000000000000000000000008"
        + "ff020000000000000000000000000001880056d320000000fd000001000000000000000000000008"
        + "0201525400a1b2c3",
    "fd00:1::8, true, icmp6,"
        + "333300000001525400a1b2c386dd6000000000203afffd000001000000000000000000000008"
        + "ff0200000000000000000000000000018800d6d2a0000000fd000001000000000000000000000008"
        + "0201525400a1b2c3"
  })
  void theFrame(String vip, boolean forwards, String filter, String bytes) throws Exception {
    String quiet = filter.equals("arp") ? "arp" : "icmp6 and ip6[40] == 136";
    try (Capture capture = Capture.begin(all, "c", directory, quiet)) {
      announce("b", vip, forwards);
      String hex =
          capture.await(2, "-xx").stream()
              .filter(line -> line.startsWith("\t0x"))
              .map(line -> line.replaceFirst("\t0x[0-9a-f]+:", "").replace(" ", ""))
              .collect(Collectors.joining());
      assertEquals(bytes, hex);
    }
  }

  @Test
  void whatCannotLeaveIsTold() throws Exception {
    Nic nic = all.nic("b");
    boolean left =
        all.on(
            "b",
            () -> {
              try (Announcer announcer = Announcer.open(nic)) {
                all.ip("b", "link set eth0 down");
                return announcer.announce(InetAddress.ofLiteral("192.0.2.8"), false);
              }
            });
    assertEquals(false, left);
  }
}
