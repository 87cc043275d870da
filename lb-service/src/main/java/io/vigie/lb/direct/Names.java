package io.vigie.lb.direct;

import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;

/** What things are called in the table. */
final class Names {

  private Names() {}

  /** The chain that leads to a server. */
  static String server(Front front, String server) {
    return "server/" + nft(front.name()) + "/" + nft(server);
  }

  /** Connections forwarded to a server. */
  static String begun(Front front, Backend server) {
    return "new/" + nft(front.name()) + "/" + nft(server.name());
  }

  /** What went to a server. */
  static String in(Front front, Backend server) {
    return "in/" + nft(front.name()) + "/" + nft(server.name());
  }

  /** What came from a server. */
  static String out(Front front, Backend server) {
    return "out/" + nft(front.name()) + "/" + nft(server.name());
  }

  /** Connections that an access list turned away. */
  static String denied(Front front) {
    return "denied/" + nft(front.name());
  }

  /** Connections that there was no server for. */
  static String unserved(Front front) {
    return "unserved/" + nft(front.name());
  }

  /** A name in characters that nft takes; no two names become one. */
  static String nft(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '.')) {
        text.append(c);
      } else {
        text.append("_%02x".formatted((int) c));
      }
    }
    return text.toString();
  }
}
