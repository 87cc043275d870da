package io.vigie.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.cli.Exit;
import io.vigie.cli.Vigie;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy --work kept,nwe      | bench proxy: no work 'nwe'; there are kept, new, bulk, idle, paced, servers
          proxy --direction sideways | bench proxy: no direction 'sideways'; there are download, upload, both
          proxy --products envoy     | bench proxy: no product 'envoy'; there are haproxy, haproxy-tuned, nginx, vigie
          proxy --engine kqueue      | bench proxy: no engine 'kqueue'; there are epoll, vertx
          proxy --rounds 0           | bench proxy: --rounds is 0; expected 1 to 1000
          proxy --seconds 0.05       | bench proxy: --seconds is 0.05; expected 0.1 to 3600
          proxy --warm-up NaN        | bench proxy: --warm-up is NaN; expected 0 to 3600
          proxy --idle 9001          | bench proxy: --idle is 9001; expected 1 to 9000
          proxy --haproxy /no/where  | bench proxy: --haproxy /no/where is not a program
          direct --work idle         | bench direct: no work 'idle'; there are kept, new, download, upload
          direct --rounds 0          | bench direct: --rounds is 0; expected 1 to 1000
          soak --minutes 0           | bench soak: --minutes is 0.0; expected more than 0, at most 10080
          soak --engine kqueue       | bench soak: no engine 'kqueue'; there are epoll, vertx
          """)
  void whatIsNotUnderstoodIsSaidInOneLine(String arguments, String said) {
    Vigie run = Vigie.run(("bench " + arguments).split(" ", -1));
    assertEquals("vigie: " + said + "\n", run.err());
    assertEquals(Exit.USAGE, run.exit());
    assertEquals("", run.out());
  }
}
