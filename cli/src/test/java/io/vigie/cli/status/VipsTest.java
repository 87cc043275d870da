package io.vigie.cli.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.cli.status.Report.RouterLine;
import io.vigie.cli.status.Report.VipLine;
import io.vigie.cli.story.Picture;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.Sequence;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VipsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;
  private final Picture picture = new Picture();
  private final Set<String> silent = new HashSet<>();
  private String here = "{}";
  private long sequence;
  private VigieConfig config;

  @BeforeEach
  void twoBalancersWithOneVip() throws IOException {
    Path file = directory.resolve("vigie.yaml");
    Files.writeString(
        file,
        """
        cluster: here
        nodes: { k3s-1: { address: 192.0.2.1 } }
        balancers: { lb-1: { address: 192.0.2.6 }, lb-2: { address: 192.0.2.7 } }
        vips: { main: { addresses: [192.0.2.8/24], interface: eth0, vrid: 51 } }
        """);
    config = ((Loaded) ConfigFile.load(file, Map.of())).config();
  }

  @Test
  void oneHolderIsFine() {
    role("lb-1", Role.ACTIVE);
    priority("lb-1", 150, 150, List.of());
    role("lb-2", Role.BACKUP);
    VipLine main = main();
    assertEquals(List.of("lb-1"), main.holders());
    assertNull(main.trouble());
    assertEquals(List.of("192.0.2.8/24"), main.addresses());
    assertEquals(
        new RouterLine("lb-1", "active", 150, "1970-01-01T00:00:01Z", List.of(), false),
        main.routers().getFirst());
    assertEquals("backup", main.routers().getLast().role());
  }

  @Test
  void whoIsAboutToLeaveStillHoldsIt() {
    role("lb-1", Role.LEAVING);
    role("lb-2", Role.BACKUP);
    assertEquals(List.of("lb-1"), main().holders());
  }

  @Test
  void whoIsRelievedOnlyLetsItsSessionsEnd() {
    role("lb-1", Role.LEAVING);
    role("lb-2", Role.ACTIVE);
    assertEquals(List.of("lb-2"), main().holders());
    assertNull(main().trouble());
  }

  @Test
  void twoHoldersAreTrouble() {
    role("lb-1", Role.ACTIVE);
    role("lb-2", Role.ACTIVE);
    assertEquals(List.of("lb-1", "lb-2"), main().holders());
    assertEquals("vip main: held by lb-1 and lb-2 at the same time", main().trouble());
  }

  @Test
  void noHolderIsTrouble() {
    role("lb-1", Role.BACKUP);
    role("lb-2", Role.INITIALIZE);
    assertEquals("vip main: nobody holds it", main().trouble());
  }

  @Test
  void theLastWordOfASilentOneDoesNotCount() {
    role("lb-1", Role.ACTIVE);
    silent.add("lb-1");
    role("lb-2", Role.ACTIVE);
    assertEquals(List.of("lb-2"), main().holders());
    assertNull(main().trouble());
    assertEquals(true, main().routers().getFirst().stale());
    silent.add("lb-2");
    assertEquals("vip main: nobody says who holds it", main().trouble());
  }

  @Test
  void aHolderThatIsNoVigieIsKnownByItsAdverts() {
    role("lb-1", Role.BACKUP);
    silent.add("lb-2");
    here = "{\"main\":{\"active\":null}}";
    assertEquals("vip main: nobody holds it", main().trouble());
    here = "{\"main\":{\"active\":\"lb-2\"}}";
    assertEquals(List.of("lb-2"), main().holders());
    assertNull(main().trouble());
  }

  @Test
  void whatSpeaksAgainstABalancerIsSaid() {
    role("lb-1", Role.INITIALIZE);
    role("lb-2", Role.ACTIVE);
    priority("lb-2", 1, 100, List.of("lb-service does not answer"));
    assertEquals(List.of("because"), main().routers().getFirst().unwell());
    assertEquals(List.of("lb-service does not answer"), main().routers().getLast().unwell());
    assertEquals(1, main().routers().getLast().priority());
    priority("lb-2", 120, 100, List.of("script fast +20"));
    assertEquals(List.of(), main().routers().getLast().unwell());
  }

  @Test
  void oneWhoHasNotSaidAnythingIsUnknown() {
    role("lb-1", Role.ACTIVE);
    assertEquals(
        new RouterLine("lb-2", "unknown", null, null, List.of(), false),
        main().routers().getLast());
  }

  private VipLine main() {
    try {
      return new Vips(config, picture, silent::contains, JSON.readTree(here)).lines().getFirst();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private void role(String host, Role role) {
    take(
        host,
        new RoleChanged(
            "main",
            51,
            role,
            Role.BACKUP,
            RoleReason.STARTED,
            "because",
            100,
            null,
            List.of("192.0.2.8")));
  }

  private void priority(String host, int now, int configured, List<String> reasons) {
    take(host, new PriorityChanged("main", now, 0, configured, reasons));
  }

  private void take(String host, Event event) {
    sequence++;
    picture.take(
        new Envelope(
            Fact.root("e" + sequence, event),
            Envelope.source(host, "vrrp-service"),
            new Sequence(1, sequence),
            Instant.ofEpochSecond(sequence)));
  }
}
