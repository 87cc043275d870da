package io.vigie.vrrp.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.InNamespace;
import io.vigie.vrrp.net.Fence.Raised;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether packets pass a fence, told by another host's ping; the address stays all the while. */
@Timeout(60)
class FenceIT {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String VIP4 = "192.0.2.8";
  private static final String VIP6 = "fd00:1::8";
  private static final long LONG_MILLIS = 60_000;

  private Namespaces all;
  private InNamespace a;

  @BeforeEach
  void twoHosts() throws Exception {
    Namespaces.assume("nft", "ping");
    all = Namespaces.of("a", "b");
    a = InNamespace.join(all.name("a"));
    all.ip("a", "addr add " + VIP4 + "/32 dev eth0");
    all.ip("a", "addr add " + VIP6 + "/64 dev eth0 nodad");
    all.ip("b", "addr add fd00:1::2/64 dev eth0 nodad");
  }

  @AfterEach
  void noHosts() throws IOException {
    if (a != null) {
      a.close();
    }
    if (all != null) {
      all.close();
    }
  }

  private Fence raise(String... addresses) throws Exception {
    List<InetAddress> vips = List.of(addresses).stream().map(FenceIT::address).toList();
    Raised raised = a.call(() -> Fence.raise("main", Namespaces.NIC, vips));
    Raised.Up up = assertInstanceOf(Raised.Up.class, raised, raised::toString);
    return up.fence();
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  private boolean open(Fence fence, long millis) throws Exception {
    return a.call(() -> fence.open(millis));
  }

  private boolean shut(Fence fence) throws Exception {
    return a.call(fence::shut);
  }

  private void close(Fence fence) throws Exception {
    a.call(
        () -> {
          fence.close();
          return true;
        });
  }

  /** The VIP answers, asked anew: no neighbour entry tells where it is. */
  private void assertAnswers(String vip) throws IOException {
    all.ip("b", "neigh flush dev eth0");
    assertEquals(0, ping("3", vip), vip + " does not answer");
  }

  /** The VIP answers neither those who know where it is nor those who ask. */
  private void assertSilent(String vip) throws IOException {
    assertEquals(1, ping("0.3", vip), vip + " answers who knows its hardware address");
    all.ip("b", "neigh flush dev eth0");
    assertEquals(1, ping("0.3", vip), vip + " answers who asks for its hardware address");
  }

  private int ping(String seconds, String vip) throws IOException {
    return Commands.tried(all.at("b", "ping", "-n", "-c", "1", "-W", seconds, vip)).code();
  }

  @ParameterizedTest
  @ValueSource(strings = {VIP4, VIP6})
  void whoLingersAnswersOnlyThoseWhoKnowWhereTheVipIs(String vip) throws Exception {
    Fence fence = raise(VIP4, VIP6);
    assertTrue(open(fence, LONG_MILLIS));
    assertAnswers(vip);
    assertTrue(a.call(() -> fence.linger(LONG_MILLIS)));
    assertEquals(0, ping("3", vip), vip + " does not answer who knows its hardware address");
    all.ip("b", "neigh flush dev eth0");
    assertEquals(1, ping("0.3", vip), vip + " answers who asks for its hardware address");
    assertTrue(open(fence, LONG_MILLIS));
    assertAnswers(vip);
    assertTrue(a.call(() -> fence.linger(100)));
    await("it is over").atMost(LIMIT).until(() -> ping("0.3", vip) == 1);
    assertTrue(a.call(() -> fence.linger(LONG_MILLIS)));
    assertTrue(shut(fence));
    assertSilent(vip);
    close(fence);
  }

  @Test
  void whoRelaysKnowsTheLastFormerHolderOnly() throws Exception {
    Fence fence = raise(VIP4, VIP6);
    for (String former : List.of("192.0.2.3", "192.0.2.3", "192.0.2.4", "fe80::4")) {
      assertTrue(a.call(() -> fence.relay(address(former), LONG_MILLIS)), former);
    }
    String table = all.run("a", "nft", "list", "table", "netdev", "vigie_vrrp_main");
    assertTrue(table.contains(": 192.0.2.4 ") && table.contains(": fe80::4 "), table);
    assertFalse(table.contains("192.0.2.3"), table);
    assertTrue(a.call(() -> fence.relay(address("192.0.2.5"), 50)));
    await("it is over")
        .atMost(LIMIT)
        .until(() -> !all.run("a", "nft", "list", "ruleset").contains("192.0.2.5"));
    close(fence);
  }

  @ParameterizedTest
  @ValueSource(strings = {VIP4, VIP6})
  void aVipAnswersOnlyWhileTheFenceIsOpen(String vip) throws Exception {
    assertAnswers(vip);
    Fence fence = raise(VIP4, VIP6);
    assertSilent(vip);
    assertTrue(open(fence, LONG_MILLIS));
    assertAnswers(vip);
    assertTrue(shut(fence));
    assertSilent(vip);
    assertTrue(all.has("a", vip), "all the while the address was there");
    close(fence);
    assertAnswers(vip);
    assertEquals("", all.run("a", "nft", "list", "ruleset"));
  }

  @ParameterizedTest
  @ValueSource(strings = {VIP4, VIP6})
  void itShutsByItselfWhenNobodyKeepsItOpen(String vip) throws Exception {
    Fence fence = raise(VIP4, VIP6);
    assertTrue(open(fence, 400));
    await("answered meanwhile")
        .atMost(LIMIT)
        .until(() -> open(fence, 400) && ping("0.3", vip) == 0);
    await("shut").atMost(LIMIT).until(() -> ping("0.3", vip) != 0);
    assertSilent(vip);
    assertTrue(open(fence, LONG_MILLIS), "an element that expired is no obstacle");
    assertAnswers(vip);
  }

  /** Every 10 ms for longer than its timeout: neither does a packet get lost, nor a renewal. */
  @Test
  void keptOpenItLosesNoPacket() throws Exception {
    Fence fence = raise(VIP4);
    assertTrue(open(fence, LONG_MILLIS));
    assertAnswers(VIP4);
    try (InNamespace b = InNamespace.join(all.name("b"))) {
      CompletableFuture<String> ping =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return b.call(
                      () ->
                          Commands.run(
                              List.of("ping", "-n", "-c", "200", "-i", "0.005", "-W", "1", VIP4)));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      int refused =
          a.call(
              () -> {
                int count = 0;
                try (Poll poll = Poll.open()) {
                  while (!ping.isDone()) {
                    count += fence.open(150) ? 0 : 1;
                    poll.await(System.nanoTime() + 10_000_000);
                  }
                }
                return count;
              });
      assertEquals(0, refused);
      assertTrue(ping.join().contains("200 received"), ping.join());
    }
  }

  @Test
  void whatTheHolderSendsFromTheVipIsHeldBackToo() throws Exception {
    Raised raised = a.call(() -> Fence.raise("main", Namespaces.NIC, List.of(address(VIP4))));
    Raised.Up up = assertInstanceOf(Raised.Up.class, raised, raised::toString);
    assumeTrue(up.lacks().isEmpty(), up::lacks);
    List<String> command =
        all.at("a", "ping", "-n", "-c", "1", "-W", "0.3", "-I", VIP4, "192.0.2.2");
    assertFalse(Commands.tried(command).code() == 0);
    all.ip("b", "neigh flush dev eth0");
    assertEquals("", all.ip("b", "neigh show " + VIP4), "not even its ARP was seen");
    assertTrue(open(up.fence(), LONG_MILLIS));
    all.ip("a", "neigh flush dev eth0"); // where it has given up asking
    assertEquals(0, Commands.tried(command).code());
    assertEquals(
        0,
        Commands.tried(all.at("a", "ping", "-n", "-c", "1", "-W", "1", "192.0.2.2")).code(),
        "other addresses are not concerned");
  }

  @Test
  void aLeftoverIsReplaced() throws Exception {
    Fence left = raise(VIP4, VIP6);
    Fence fence = raise(VIP4);
    assertSilent(VIP4);
    assertAnswers(VIP6);
    assertTrue(open(fence, LONG_MILLIS));
    assertAnswers(VIP4);
    close(left);
    assertFalse(open(fence, LONG_MILLIS), "a table that is gone is told");
  }

  @Test
  void sweepingRemovesFencesAndNothingElse() throws Exception {
    Fence left = raise(VIP4);
    all.run("a", "nft", "add table netdev mine");
    all.run("a", "nft", "add table inet vigie_vrrp_main");
    assertEquals(List.of("vigie_vrrp_main"), a.call(Fence::sweep));
    assertEquals(
        "table inet vigie_vrrp_main\ntable netdev mine\n",
        all.run("a", "sh", "-c", "nft list tables | sort"));
    assertAnswers(VIP4);
    assertEquals(List.of(), a.call(Fence::sweep));
    assertFalse(shut(left), "a fence that is gone cannot be shut");
  }

  @Test
  void whatCannotBeRaisedSaysWhy() throws Exception {
    Raised nowhere = a.call(() -> Fence.raise("main", "eth7", List.of(address(VIP4))));
    assertEquals(new Raised.Unavailable("there is no interface eth7"), nowhere);
  }

  @Test
  void advertsOfAnAddressOwnerPass() throws Exception {
    Nic nic = all.nic("a");
    Fence fence = raise("192.0.2.1");
    assertSilent("192.0.2.1");
    try (InNamespace b = InNamespace.join(all.name("b"))) {
      Nic other = all.nic("b");
      VrrpSocket hears = b.call(() -> VrrpSocket.open(other, address("192.0.2.2"), List.of()));
      boolean sent =
          a.call(
              () -> {
                try (VrrpSocket speaks = VrrpSocket.open(nic, address("192.0.2.1"), List.of())) {
                  return speaks.send(ByteBuffer.allocateDirect(8), VrrpSocket.group(false));
                }
              });
      assertTrue(sent);
      await("an advert of the owner").atMost(LIMIT).until(() -> b.call(hears::receive) != null);
      b.call(
          () -> {
            hears.close();
            return true;
          });
    }
    close(fence);
  }

  /** The kernel acknowledges the last step of a transaction although the first undid it. */
  @Test
  void aTransactionThatFailsInPartIsToldToHaveFailed() throws Exception {
    int errno =
        a.call(
            () -> {
              try (NetlinkSocket socket = NetlinkSocket.forRequests(NetlinkSocket.NETFILTER)) {
                NetlinkWriter writer = new NetlinkWriter(256);
                writer.message(0x10, NetlinkWriter.REQUEST, 1).u32(0x0a000000).end();
                table(writer, 0xa02, 0, 2, "none"); // NFT_MSG_DELTABLE
                table(writer, 0xa00, NetlinkWriter.CREATE | NetlinkWriter.ACK, 3, "some");
                writer.message(0x11, NetlinkWriter.REQUEST, 4).u32(0x0a000000).end();
                return socket.transaction(writer.bytes(), 1, 3);
              }
            });
    assertEquals(KernelFailure.ENOENT, errno);
    assertEquals("", all.run("a", "nft", "list", "tables"));
  }

  private static void table(NetlinkWriter to, int type, int flags, int sequence, String name) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    to.message(type, NetlinkWriter.REQUEST | flags, sequence).u32(5).attribute(1, text).end();
  }

  @Test
  void keepingItOpenCostsLittle() throws Exception {
    Fence fence = raise(VIP4, VIP6);
    long[] nanos =
        a.call(
            () -> {
              long[] each = new long[2_000];
              for (int i = 0; i < each.length; i++) {
                long before = System.nanoTime();
                if (!fence.open(200)) {
                  throw new IllegalStateException("refused");
                }
                each[i] = System.nanoTime() - before;
              }
              return each;
            });
    Arrays.sort(nanos);
    System.out.printf(
        "fence.open: p50 %d us, p99 %d us, max %d us%n",
        nanos[1_000] / 1_000, nanos[1_980] / 1_000, nanos[1_999] / 1_000);
    assertTrue(nanos[1_000] < 2_000_000, "half of them within 2 ms, not " + nanos[1_000] + " ns");
  }
}
