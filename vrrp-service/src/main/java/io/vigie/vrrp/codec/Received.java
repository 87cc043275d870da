package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.util.List;

/** What became of a packet. */
public sealed interface Received {

  /**
   * An advert that counts.
   *
   * @param source its sender, who breaks a tie
   * @param form the form its checksum has; version 2 knows {@link ChecksumForm#MESSAGE_ONLY} only,
   *     IPv6 {@link ChecksumForm#PSEUDO_HEADER} only
   * @param oddities what is strange about it, mostly nothing
   */
  record Accepted(Advert advert, InetAddress source, ChecksumForm form, List<Oddity> oddities)
      implements Received {

    /** Keeps its own copy of the list. */
    public Accepted {
      oddities = List.copyOf(oddities);
    }
  }

  /**
   * Dropped. Small, as a flood of these must stay cheap: the text is made only when asked for.
   *
   * @param value what was found
   * @param expected what should have been there
   */
  record Rejected(Reason reason, int value, int expected) implements Received {

    /** What was found and what was expected, such as {@code TTL 64, must be 255 (…)}. */
    public String detail() {
      return reason.text(value, expected);
    }
  }
}
