package io.vigie.lab.bench.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The process of {@link Servers}. Says its port, then {@code done} to {@code kill N, revive N}. */
final class ServersMain {

  private ServersMain() {}

  /**
   * Runs until its input ends.
   *
   * @param args the net, how many addresses, how many threads
   */
  public static void main(String[] args) throws IOException {
    String net = args[0];
    int count = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    List<ServerLoop> loops = new ArrayList<>();
    int port = 0; // any free one, and then the same
    for (int i = 0; i < threads; i++) {
      ServerLoop loop = new ServerLoop();
      loops.add(loop);
      for (int index = 0; index < count; index++) {
        port = loop.listen(index, new InetSocketAddress(Servers.address(net, index), port));
      }
      Thread.ofPlatform().daemon().name("servers-" + i).start(loop);
    }
    System.out.println(port);
    obey(loops, net, port);
  }

  private static void obey(List<ServerLoop> loops, String net, int port) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      int index = Integer.parseInt(words[1]);
      for (ServerLoop loop : loops) {
        loop.execute(
                () -> {
                  if (words[0].equals("kill")) {
                    loop.kill(index);
                  } else {
                    loop.listen(index, new InetSocketAddress(Servers.address(net, index), port));
                  }
                })
            .join();
      }
      System.out.println("done");
    }
  }
}
