package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTableTest {

  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  /** Beside a map of the JDK, through growth and back, with numbers that collide. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void doesWhatAMapDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SessionTable table = new SessionTable();
    TreeMap<Long, Session> map = new TreeMap<>();
    for (int step = 0; step < 20_000; step++) {
      long loop = (long) random.nextInt(3) << 48;
      long id = loop + random.nextInt(1_000);
      boolean growing = step / 5_000 % 2 == 0;
      if (map.containsKey(id) || random.nextInt(4) == 0 || !growing) {
        table.remove(id);
        map.remove(id);
      } else {
        Session session = session(id);
        table.add(session);
        map.put(id, session);
      }
      long asked = loop + random.nextInt(1_000);
      assertSame(map.get(asked), table.get(asked), "seed " + seed);
      assertEquals(map.size(), table.size(), "seed " + seed);
    }
    List<Session> all = new ArrayList<>(map.values());
    assertEquals(all, table.all(), "seed " + seed);
  }

  private static Session session(long id) {
    Frontend frontend = new Frontend("f", Frontend.CLOSED);
    return new Session(new Input.Arrived(id, "f", HERE, HERE), frontend, 0);
  }
}
