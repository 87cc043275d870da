package io.vigie.lab.bench.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.lab.bench.traffic.Load.Done;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KindTest {

  @Test
  void aKindIsReadAsItIsWritten() {
    Kind kind = new Kind(64, 20, 4_194_304, 1024, 50);
    assertEquals("64:20:4194304:1024:50", kind.toString());
    assertEquals(kind, Kind.parse("64:20:4194304:1024:50"));
    assertThrows(IllegalArgumentException.class, () -> Kind.parse("64:20:1:1024"));
    assertThrows(IllegalArgumentException.class, () -> Kind.parse("64:0:0:0:0"));
  }

  @Test
  void threadsShareConnections() {
    Kind kind = Kind.kept(8);
    assertEquals(3, kind.share(0, 3));
    assertEquals(3, kind.share(1, 3));
    assertEquals(2, kind.share(2, 3));
    assertEquals(0, Kind.kept(1).share(1, 2));
  }

  @Test
  void aRequestSaysWhatFollowsAndWhatIsToComeBack() {
    ByteBuffer request = new Kind(1, 0, 77, 1024, 0).request();
    assertEquals(128, request.remaining());
    assertEquals(77, request.getLong());
    assertEquals(1024, request.getLong());
  }

  @Test
  void pacedRequestsAreDueAtEvenIntervals() {
    Pace pace = new Pace(5_000, 4_000);
    assertEquals(5_000, pace.dueNanos());
    pace.advance();
    assertEquals(255_000, pace.dueNanos());
    assertEquals(3, pace.unsent(5_000 + 1_000_000));
    assertEquals(0, Pace.NONE.unsent(Long.MAX_VALUE));
  }

  @Test
  void figuresAreReadAsTheyAreWritten() throws IOException {
    Done done = new Done(12, 3, 1, 4.5, 0.25, 17.5);
    assertEquals("12 3 1 4.5 0.25 17.5", done.line());
    assertEquals(done, Done.parse(done.line()));
    assertThrows(IOException.class, () -> Done.parse("java.net.BindException: in use"));
  }
}
