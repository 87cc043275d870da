package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.vrrp.net.Addresses.Outcome;
import io.vigie.vrrp.net.NetEvent.AddressAdded;
import io.vigie.vrrp.net.NetEvent.AddressRemoved;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases in a kernel of their own. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class AddressesIT {

  private static final int RTM_GETADDR = 22;
  private static final long SECOND = 1_000_000_000;

  private Namespaces all;
  private Nic nic;

  @BeforeEach
  void oneHost() throws Exception {
    Namespaces.assume();
    all = Namespaces.of("a");
    nic = all.nic("a");
  }

  @AfterEach
  void noHost() throws IOException {
    if (all != null) {
      all.close();
    }
  }

  private static Predicate<NetEvent> removed(InetAddress address) {
    return event -> event instanceof AddressRemoved gone && gone.address().equals(address);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.8, 24", "192.0.2.8, 32", "fd00:1::8, 64", "fd00:1::8, 128"})
  void aLeaseThatNobodyRenewsEndsByItself(String vip, int prefix) throws Exception {
    InetAddress address = InetAddress.ofLiteral(vip);
    long lived =
        all.on(
            "a",
            () -> {
              try (News news = new News();
                  Addresses addresses = Addresses.open()) {
                long before = System.nanoTime();
                Outcome outcome = addresses.lease(nic.index(), address, prefix, 2);
                assertEquals(new Outcome.Done(), outcome);
                assertTrue(all.has("a", vip));
                NetEvent gone = news.await(removed(address));
                assertEquals(new AddressRemoved(nic.index(), address, prefix), gone);
                return System.nanoTime() - before;
              }
            });
    assertFalse(all.has("a", vip));
    assertTrue(lived >= 1.9 * SECOND && lived <= 3 * SECOND, "2 s, not " + lived + " ns");
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.8, 24", "fd00:1::8, 64"})
  void aLeaseThatIsRenewedStays(String vip, int prefix) throws Exception {
    InetAddress address = InetAddress.ofLiteral(vip);
    boolean stayed =
        all.on(
            "a",
            () -> {
              try (News news = new News();
                  Addresses addresses = Addresses.open();
                  Poll poll = Poll.open()) {
                long end = System.nanoTime() + 5 * SECOND;
                while (System.nanoTime() - end < 0) {
                  assertEquals(
                      new Outcome.Done(), addresses.lease(nic.index(), address, prefix, 2));
                  assertTrue(all.has("a", vip));
                  poll.await(System.nanoTime() + SECOND / 2);
                }
                NetEvent last = news.await(AddressAdded.class::isInstance);
                assertEquals(address, ((AddressAdded) last).address());
                return news.told().stream().noneMatch(AddressRemoved.class::isInstance);
              }
            });
    assertTrue(stayed);
  }

  @Test
  void whatBecameOfItIsTold() throws Exception {
    InetAddress address = InetAddress.ofLiteral("192.0.2.8");
    all.on(
        "a",
        () -> {
          try (Addresses addresses = Addresses.open()) {
            assertEquals(new Outcome.Absent(), addresses.remove(nic.index(), address, 24));
            assertEquals(new Outcome.Done(), addresses.lease(nic.index(), address, 24, 60));
            assertEquals(new Outcome.Done(), addresses.remove(nic.index(), address, 24));
            assertEquals(new Outcome.Absent(), addresses.remove(nic.index(), address, 24));
            assertEquals(
                new Outcome.Refused("adding 192.0.2.8/24 failed: ENODEV"),
                addresses.lease(4711, address, 24, 60));
            assertEquals(
                new Outcome.Refused("adding 192.0.2.8/33 failed: EINVAL"),
                addresses.lease(nic.index(), address, 33, 60));
            return true;
          }
        });
  }

  /** Such as keepalived leaves when it is killed: for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.8/24", "fd00:1::8/64"})
  void whatIsThereForEverBecomesALease(String left) throws Exception {
    all.ip("a", "addr add " + left + " dev eth0");
    InetAddress address = InetAddress.ofLiteral(left.replaceFirst("/.*", ""));
    int prefix = Integer.parseInt(left.replaceFirst(".*/", ""));
    NetEvent gone =
        all.on(
            "a",
            () -> {
              try (News news = new News();
                  Addresses addresses = Addresses.open()) {
                assertEquals(new Outcome.Done(), addresses.lease(nic.index(), address, prefix, 1));
                return news.await(removed(address));
              }
            });
    assertInstanceOf(AddressRemoved.class, gone);
  }

  @Test
  void anIpv6VipAnswersAtOnceAndIsNoSource() throws Exception {
    all.ip("a", "addr add fd00:1::1/64 dev eth0 nodad");
    InetAddress address = InetAddress.ofLiteral("fd00:1::8");
    all.on(
        "a",
        () -> {
          try (Addresses addresses = Addresses.open()) {
            return addresses.lease(nic.index(), address, 64, 60);
          }
        });
    String shown = all.ip("a", "-o -6 addr show dev eth0 to fd00:1::8");
    assertFalse(shown.contains("tentative"), shown);
    assertTrue(shown.contains("nodad"), shown);
    assertTrue(shown.contains("preferred_lft 0sec"), shown);
    String route = all.ip("a", "-6 route get fd00:1::2");
    assertTrue(route.contains("src fd00:1::1 "), route);
  }

  @Test
  void itIsMarkedAsOurs() throws Exception {
    List<String> marks =
        all.on(
            "a",
            () -> {
              try (Addresses addresses = Addresses.open();
                  NetlinkSocket socket = NetlinkSocket.forRequests(NetlinkSocket.ROUTE)) {
                addresses.lease(nic.index(), InetAddress.ofLiteral("192.0.2.8"), 24, 60);
                List<String> found = new ArrayList<>();
                ByteBuffer dump =
                    new NetlinkWriter(64)
                        .message(RTM_GETADDR, NetlinkWriter.REQUEST | NetlinkWriter.DUMP, 1)
                        .u32(0)
                        .u32(0)
                        .end()
                        .bytes();
                int errno = socket.request(dump, 1, message -> found.add(mark(message)));
                assertEquals(0, errno);
                return found;
              }
            });
    assertTrue(marks.contains("c0000208 70"), marks::toString); // 192.0.2.8, 112
    assertTrue(marks.contains("c0000201 "), marks::toString);
  }

  /** IFA_LOCAL and IFA_PROTO. */
  private static String mark(NetlinkMessage message) {
    return hex(message, 2) + " " + hex(message, 11);
  }

  private static String hex(NetlinkMessage message, int type) {
    return message.attributes(8).stream()
        .filter(one -> one.type() == type)
        .map(one -> HexFormat.of().formatHex(one.bytes()))
        .collect(Collectors.joining());
  }

  @Test
  void aVipOutlivesTheFirstAddressOfItsNetwork() throws Exception {
    boolean promoted =
        all.on(
            "a",
            () -> {
              try (Addresses addresses = Addresses.open()) {
                addresses.lease(nic.index(), InetAddress.ofLiteral("192.0.2.8"), 24, 60);
                return Addresses.promoteSecondaries(Namespaces.NIC);
              }
            });
    assertTrue(promoted);
    all.ip("a", "addr del 192.0.2.1/24 dev eth0");
    assertTrue(all.has("a", "192.0.2.8"));
    assertFalse(all.on("a", () -> Addresses.promoteSecondaries("eth7")));
  }
}
