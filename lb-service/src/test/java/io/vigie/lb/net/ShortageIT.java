package io.vigie.lb.net;

import static io.vigie.lb.net.EngineFixture.client;
import static io.vigie.lb.net.EngineFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.net.Engine.Dial;
import io.vigie.lb.net.linux.LinuxEngine;
import io.vigie.lb.net.nio.NioEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** No descriptor is left: clients wait, and are served when there is one again. */
@ParameterizedClass
@EnumSource(EngineUnderTest.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ShortageIT {

  /** More is not worth the time it takes to use them up. */
  private static final long MOST_DESCRIPTORS = 200_000;

  private final EngineUnderTest kind;
  private final List<FileChannel> fillers = new ArrayList<>();
  private ServerSocket listening;
  private EngineFixture engine;
  private InetSocketAddress frontend;

  ShortageIT(EngineUnderTest kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    long limit =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount();
    assumeTrue(limit <= MOST_DESCRIPTORS, limit + " descriptors: lower ulimit -n");
    loadClasses(NioEngine.class);
    loadClasses(LinuxEngine.class);
    listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    engine = new EngineFixture(kind, (InetSocketAddress) listening.getLocalSocketAddress()).hold();
    frontend = engine.open(Listeners.named("t").made());
    Socket first = client(frontend); // loads what else is needed
    long session = next(engine.ready);
    dial(session, 1, InetSocketAddress.createUnresolved("nowhere.invalid", 80));
    assertEquals(ConnectFailure.UNREACHABLE, next(engine.failures));
    dial(session, 2);
    listening.accept().close();
    next(engine.connected);
    first.close();
    next(engine.ended);
  }

  /** All classes of a package, from a directory: each one would need a descriptor. */
  private static void loadClasses(Class<?> of) throws Exception {
    URI place = of.getResource(of.getSimpleName() + ".class").toURI();
    if (!place.getScheme().equals("file")) {
      return; // a jar, which is open
    }
    Path directory = Path.of(place).getParent();
    try (DirectoryStream<Path> classes = Files.newDirectoryStream(directory, "*.class")) {
      for (Path file : classes) {
        String name = file.getFileName().toString().replace(".class", "");
        Class.forName(of.getPackageName() + "." + name);
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    release();
    engine.close();
    listening.close();
  }

  @Test
  void aClientWaitsUntilThereIsOne() throws Exception {
    useUp();
    fillers.removeLast().close();
    try (Socket client = client(frontend)) { // takes that one: none is left for its other end
      assertEquals("t", next(engine.acceptFailures));
      release();
      dial(next(engine.ready), 1);
      try (Socket server = listening.accept()) {
        server.getOutputStream().write(7);
        assertEquals(7, client.getInputStream().read());
      }
    }
  }

  @Test
  void aServerCannotBeDialedAndIsNotToBlame() throws Exception {
    try (Socket client = client(frontend)) {
      long session = next(engine.ready);
      useUp();
      dial(session, 1);
      assertEquals(ConnectFailure.LOCAL, next(engine.failures));
      release();
      dial(session, 2);
      try (Socket server = listening.accept()) {
        server.getOutputStream().write(7);
        assertEquals(7, client.getInputStream().read());
      }
    }
  }

  private void dial(long session, int attempt) throws Exception {
    dial(session, attempt, (InetSocketAddress) listening.getLocalSocketAddress());
  }

  private void dial(long session, int attempt, InetSocketAddress server) throws Exception {
    Dial dial = new Dial(attempt, server, Duration.ofMinutes(1), ByteBuffer.allocate(0));
    engine.run(e -> e.connect(session, dial));
  }

  private void useUp() {
    try {
      while (true) {
        fillers.add(FileChannel.open(Path.of("/dev/null")));
      }
    } catch (IOException e) {
      // None is left.
    }
  }

  private void release() throws IOException {
    for (FileChannel filler : fillers) {
      filler.close();
    }
    fillers.clear();
  }
}
