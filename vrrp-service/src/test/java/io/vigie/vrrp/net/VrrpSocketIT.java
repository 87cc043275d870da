package io.vigie.vrrp.net;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.vigie.lab.lan.InNamespace;
import io.vigie.vrrp.codec.Packet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adverts from one host to another, over a real link. */
@Timeout(60)
class VrrpSocketIT {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** VRRPv3, VRID 51, priority 100, 192.168.1.8. */
  private static final String ADVERT = "3133640100640679c0a80108";

  private static final int IP_TTL = 2;
  private static final int IP_OPTIONS = 4;

  @TempDir Path directory;
  private Namespaces all;
  private InNamespace a;
  private InNamespace b;

  /** What was received, copied. */
  private record Heard(String source, String destination, int ttl, String hex) {}

  @BeforeEach
  void twoHosts() throws Exception {
    Namespaces.assume();
    all = Namespaces.of("a", "b");
    a = InNamespace.join(all.name("a"));
    b = InNamespace.join(all.name("b"));
  }

  @AfterEach
  void noHosts() throws IOException {
    if (a != null) {
      a.close();
    }
    if (b != null) {
      b.close();
    }
    if (all != null) {
      all.close();
    }
  }

  private VrrpSocket open(InNamespace host, String source, String... peers) throws Exception {
    Nic nic = all.nic(host == a ? "a" : "b");
    List<InetAddress> to = List.of(peers).stream().map(InetAddress::ofLiteral).toList();
    return host.call(() -> VrrpSocket.open(nic, InetAddress.ofLiteral(source), to));
  }

  private static void close(InNamespace host, VrrpSocket socket) throws Exception {
    host.call(
        () -> {
          socket.close();
          return true;
        });
  }

  private static boolean send(InNamespace host, VrrpSocket socket, String to) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(ADVERT);
    ByteBuffer message = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return host.call(() -> socket.send(message, InetAddress.ofLiteral(to)));
  }

  private static String plain(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  private static Heard copy(Packet packet) {
    byte[] bytes = new byte[packet.message().remaining()];
    packet.message().get(packet.message().position(), bytes);
    return new Heard(
        plain(packet.source()),
        plain(packet.destination()),
        packet.ttl(),
        HexFormat.of().formatHex(bytes));
  }

  /** The next packet, waited for as the service does. */
  private static Heard hear(InNamespace host, VrrpSocket socket) throws Exception {
    return host.call(
        () -> {
          try (Poll poll = Poll.open()) {
            socket.waitedForBy(poll);
            return copy(next(poll, socket));
          }
        });
  }

  private static Packet next(Poll poll, VrrpSocket socket) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Packet packet = socket.receive();
    while (packet == null && System.nanoTime() - deadline < 0) {
      poll.await(deadline);
      packet = socket.receive();
    }
    return requireNonNull(packet, "nothing was heard in 10 s");
  }

  private static boolean isSilent(InNamespace host, VrrpSocket socket) throws Exception {
    return host.call(() -> socket.receive() == null);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.2, 224.0.0.18, 224.0.0.18",
    "fe80::1, fe80::2, ff02::12, ff02:0:0:0:0:0:0:12"
  })
  void theGroupHearsItAndTheSenderDoesNot(
      String source, String other, String group, String destination) throws Exception {
    VrrpSocket speaks = open(a, source);
    VrrpSocket hears = open(b, other);
    assertTrue(send(a, speaks, group));
    assertEquals(
        new Heard(plain(InetAddress.ofLiteral(source)), destination, 255, ADVERT), hear(b, hears));
    assertTrue(isSilent(a, speaks), "the sender heard itself");
    assertTrue(isSilent(b, hears), "once is enough");
    assertTrue(send(b, hears, group));
    assertEquals(plain(InetAddress.ofLiteral(other)), hear(a, speaks).source());
    close(a, speaks);
    close(b, hears);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 192.0.2.2", "fe80::1, fe80::2", "fd00:1::1, fd00:1::2"})
  void aPeerHearsItAndTheGroupDoesNot(String one, String other) throws Exception {
    all.ip("a", "addr add fd00:1::1/64 dev eth0 nodad");
    all.ip("b", "addr add fd00:1::2/64 dev eth0 nodad");
    VrrpSocket speaks = open(a, one, other);
    VrrpSocket hears = open(b, other, one);
    VrrpSocket group = open(b, other.contains(":") ? "fe80::2" : other);
    assertTrue(send(a, speaks, other));
    assertEquals(
        new Heard(
            plain(InetAddress.ofLiteral(one)), plain(InetAddress.ofLiteral(other)), 255, ADVERT),
        hear(b, hears));
    assertTrue(isSilent(b, group));
    assertTrue(isSilent(a, speaks));
    VrrpSocket crowd = open(a, one.contains(":") ? "fe80::1" : one);
    assertTrue(send(a, crowd, one.contains(":") ? "ff02::12" : "224.0.0.18"));
    assertEquals(ADVERT, hear(b, group).hex());
    assertTrue(isSilent(b, hears), "a peer is not told what the group is told");
    for (VrrpSocket socket : List.of(speaks, crowd)) {
      close(a, socket);
    }
    for (VrrpSocket socket : List.of(hears, group)) {
      close(b, socket);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 224.0.0.18, 'tos 0xc0, ttl 255'",
    "fe80::1, ff02::12, 'class 0xc0, '",
    "fe80::1, ff02::12, 'hlim 255, '"
  })
  void onTheWireItIsInternetControlWithAllItsHops(String source, String group, String said)
      throws Exception {
    Namespaces.assume("tcpdump");
    try (Capture capture = Capture.begin(all, "b", directory, "ip proto 112 or ip6 proto 112")) {
      VrrpSocket speaks = open(a, source);
      assertTrue(send(a, speaks, group));
      List<String> shown = capture.await(1, "-v");
      assertTrue(shown.getFirst().contains(said), shown::toString);
      close(a, speaks);
    }
  }

  /** Whose IP header is longer than usual, and whose way was, too: both are told as they are. */
  @Test
  void aHeaderWithOptionsIsSteppedOver() throws Exception {
    VrrpSocket hears = open(b, "192.0.2.2", "192.0.2.1");
    a.call(
        () -> {
          Kernel kernel = new Kernel();
          try (Arena arena = Arena.ofConfined()) {
            int fd =
                kernel.check("a raw socket", kernel.socket(Kernel.AF_INET, Kernel.SOCK_RAW, 112));
            MemorySegment nothing = arena.allocate(8).fill((byte) 1); // IPOPT_NOP
            kernel.check("options", kernel.setsockopt(fd, 0, IP_OPTIONS, nothing));
            kernel.check("a TTL", kernel.setsockopt(fd, 0, IP_TTL, Native.integer(arena, 64)));
            byte[] bytes = HexFormat.of().parseHex(ADVERT);
            MemorySegment message = arena.allocate(bytes.length);
            message.asByteBuffer().put(bytes);
            MemorySegment to = Native.socketAddress(arena, InetAddress.ofLiteral("192.0.2.2"), 0);
            assertEquals(bytes.length, kernel.sendto(fd, message, bytes.length, 0, to));
            return kernel.close(fd);
          }
        });
    assertEquals(new Heard("192.0.2.1", "192.0.2.2", 64, ADVERT), hear(b, hears));
    close(b, hears);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "fe80::1"})
  void whatCannotLeaveIsTold(String source) throws Exception {
    VrrpSocket speaks = open(a, source);
    String group = source.contains(":") ? "ff02::12" : "224.0.0.18";
    all.ip("a", "link del eth0");
    assertFalse(send(a, speaks, group));
    String why = a.call(speaks::lastError);
    assertTrue(why.startsWith("E"), why);
    close(a, speaks);
  }

  @Test
  void onAnInterfaceThatIsNotThereItSaysSo() {
    Nic gone = new Nic(4711, "eth7", true, 0);
    KernelFailure failure =
        assertThrows(
            KernelFailure.class,
            () ->
                a.call(() -> VrrpSocket.open(gone, InetAddress.ofLiteral("192.0.2.1"), List.of())));
    assertTrue(failure.text().contains("eth7"), failure.text());
    assertTrue(failure.text().contains("ENODEV"), failure.text());
  }

  /** The first few packets may, the rest only what FFM and the caller's record take. */
  @ParameterizedTest
  @CsvSource({"192.0.2.1, 192.0.2.2, 224.0.0.18", "fe80::1, fe80::2, ff02::12"})
  void neitherSendingNorReceivingLeavesMuchGarbage(String source, String other, String group)
      throws Exception {
    VrrpSocket speaks = open(a, source);
    VrrpSocket hears = open(b, other);
    ByteBuffer message = ByteBuffer.allocateDirect(20);
    InetAddress to = InetAddress.ofLiteral(group);
    long sent = 0;
    long received = 0;
    for (int round = 0; round < 20; round++) {
      sent = a.call(() -> allocated(() -> assertTrue(speaks.send(message, to))));
      received =
          b.call(
              () -> {
                try (Poll poll = Poll.open()) {
                  hears.waitedForBy(poll);
                  return allocated(() -> next(poll, hears));
                }
              });
      assertTrue(isSilent(b, hears));
    }
    System.out.printf("bytes of garbage: send %d, receive %d%n", sent / 90, received / 90);
    assertTrue(sent / 90 < 256, "send: " + sent / 90 + " bytes");
    assertTrue(received / 90 < 256, "receive: " + received / 90 + " bytes");
    close(a, speaks);
    close(b, hears);
  }

  /** Bytes allocated by 90 turns, after 10 that load classes. */
  private static long allocated(Runnable turn) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 10; i++) {
      turn.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 90; i++) {
      turn.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
