package io.vigie.lb.core;

import java.net.InetAddress;
import java.util.List;

/**
 * In turn, smoothly weighted: each round every server earns its share, the richest is chosen and
 * pays the whole round. With weights 3 and 1: a a b a. The idea is nginx's.
 */
final class RoundRobin implements Balance {

  @Override
  public Server choose(List<Server> tier, List<Server> free, InetAddress source, Turn turn) {
    Server richest = free.getFirst();
    long round = 0;
    for (int i = 0; i < free.size(); i++) {
      Server server = free.get(i);
      long share = server.share(turn.now);
      server.credit += share;
      round += share;
      if (server.credit > richest.credit) {
        richest = server;
      }
    }
    richest.credit -= round;
    return richest;
  }
}
