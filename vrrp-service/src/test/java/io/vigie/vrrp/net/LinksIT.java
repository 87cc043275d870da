package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.vrrp.net.NetEvent.AddressAdded;
import io.vigie.vrrp.net.NetEvent.AddressRemoved;
import io.vigie.vrrp.net.NetEvent.LinkChanged;
import io.vigie.vrrp.net.NetEvent.LinkGone;
import io.vigie.vrrp.net.NetEvent.Overrun;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What rtnetlink tells, while ip(8) changes it. */
@Timeout(60)
class LinksIT {

  /** More than the 208 KiB of a socket hold. */
  private static final int CHANGES = 2_000;

  @TempDir Path directory;
  private Namespaces all;

  @BeforeEach
  void oneHost() throws IOException {
    Namespaces.assume();
    all = Namespaces.of("a");
  }

  @AfterEach
  void noHost() throws IOException {
    if (all != null) {
      all.close();
    }
  }

  private static boolean isNic(NetEvent event, boolean up) {
    return event instanceof LinkChanged(Nic nic)
        && nic.name().equals(Namespaces.NIC)
        && nic.up() == up;
  }

  @Test
  void interfacesAndAddressesAreAsIpShowsThem() throws Exception {
    all.ip("a", "link set eth0 address 52:54:00:a1:b2:c3");
    all.ip("a", "addr add 192.0.2.9/24 dev eth0");
    List<NetEvent> told =
        all.on(
            "a",
            () -> {
              try (News news = new News()) {
                return news.all();
              }
            });
    Nic nic = all.nic("a");
    assertEquals("525400a1b2c3", HexFormat.of().toHexDigits(nic.mac(), 12));
    assertTrue(nic.up());
    String shown = all.ip("a", "-o link show dev eth0");
    assertTrue(shown.startsWith(nic.index() + ": eth0"), shown);
    assertTrue(
        told.contains(new AddressAdded(nic.index(), InetAddress.ofLiteral("192.0.2.1"), 24, false)),
        told::toString);
    assertTrue(
        told.contains(new AddressAdded(nic.index(), InetAddress.ofLiteral("192.0.2.9"), 24, true)),
        told::toString);
    assertTrue(
        told.contains(new AddressAdded(nic.index(), InetAddress.ofLiteral("fe80::1"), 64, false)),
        told::toString);
  }

  @Test
  void aCableThatIsPulledAndPluggedIsTold() throws Exception {
    NetEvent back =
        all.on(
            "a",
            () -> {
              try (News news = new News()) {
                all.cable("a", false);
                news.await(event -> isNic(event, false));
                all.cable("a", true);
                return news.await(event -> isNic(event, true));
              }
            });
    assertEquals(new LinkChanged(all.nic("a")), back);
  }

  @Test
  void anAddressThatSomebodyAddsAndRemovesIsTold() throws Exception {
    Nic nic = all.nic("a");
    InetAddress address = InetAddress.ofLiteral("192.0.2.8");
    List<NetEvent> told =
        all.on(
            "a",
            () -> {
              try (News news = new News()) {
                all.ip("a", "addr add 192.0.2.8/32 dev eth0");
                NetEvent added = news.await(AddressAdded.class::isInstance);
                all.ip("a", "addr del 192.0.2.8/32 dev eth0");
                return List.of(added, news.await(AddressRemoved.class::isInstance));
              }
            });
    assertEquals(
        List.of(
            new AddressAdded(nic.index(), address, 32, false),
            new AddressRemoved(nic.index(), address, 32)),
        told);
  }

  /** The kernel tells of both by RTM_DELLINK. */
  @Test
  void anInterfaceThatLeavesABridgeIsNotGoneAndOneThatIsDeletedIs() throws Exception {
    List<NetEvent> told =
        all.on(
            "sw",
            () -> {
              try (News news = new News()) {
                all.ip("sw", "link set to-a nomaster");
                all.ip("sw", "addr add 192.0.2.99/32 dev lo");
                news.await(AddressAdded.class::isInstance);
                return List.copyOf(news.told());
              }
            });
    assertTrue(told.stream().anyMatch(LinkChanged.class::isInstance), told::toString);
    assertFalse(told.stream().anyMatch(LinkGone.class::isInstance), told::toString);
    Nic nic = all.nic("a");
    NetEvent gone =
        all.on(
            "a",
            () -> {
              try (News news = new News()) {
                all.ip("a", "link del eth0");
                return news.await(LinkGone.class::isInstance);
              }
            });
    assertEquals(new LinkGone(nic.index()), gone);
  }

  /** An event from before the loss would undo what is asked for after it. */
  @Test
  void newsThatWereLostAreToldAndNothingOlderAfterThem() throws Exception {
    Path batch = directory.resolve("batch");
    Files.writeString(
        batch, "addr add 10.9.9.9/32 dev lo\naddr del 10.9.9.9/32 dev lo\n".repeat(CHANGES));
    List<NetEvent> told =
        all.on(
            "a",
            () -> {
              try (News news = new News()) {
                all.ip("a", "-batch " + batch);
                all.ip("a", "addr add 10.9.9.9/32 dev lo");
                news.await(Overrun.class::isInstance);
                assertTrue(
                    news.all().stream()
                        .anyMatch(
                            event ->
                                event instanceof AddressAdded added
                                    && added.address().getHostAddress().equals("10.9.9.9")));
                news.drain();
                all.ip("a", "addr add 192.0.2.77/32 dev lo");
                news.await(AddressAdded.class::isInstance);
                return List.copyOf(news.told());
              }
            });
    AddressAdded later = new AddressAdded(1, InetAddress.ofLiteral("192.0.2.77"), 32, false);
    assertEquals(List.of(new Overrun(), later), told);
  }
}
