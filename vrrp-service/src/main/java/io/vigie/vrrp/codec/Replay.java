package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last sequence signed by each sender, against replayed adverts.
 *
 * <p>Bounded: the sender heard least recently is forgotten, and only who has the key is remembered.
 * For one thread.
 */
public final class Replay {

  /** Senders remembered; more than a few routers in one virtual router are a mistake. */
  public static final int MOST_SENDERS = 16;

  private final Map<InetAddress, Long> lastBySender =
      new LinkedHashMap<>(MOST_SENDERS * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  /**
   * Takes note of a sequence whose signature is right.
   *
   * @return whether it is newer than the last. A last one outside the window is forgotten: it could
   *     only order what the window drops anyway, and would lock out a sender whose clock was set
   *     back.
   */
  boolean advances(InetAddress sender, long sequence, long epochSeconds, int windowSeconds) {
    Long last = lastBySender.get(sender);
    if (last != null
        && Math.abs(ageSeconds(last, epochSeconds)) <= windowSeconds
        && sequence - last <= 0) {
      return false;
    }
    lastBySender.put(sender, sequence);
    return true;
  }

  /** Seconds since a sequence was made, over the wrap of its 32-bit clock. */
  static int ageSeconds(long sequence, long epochSeconds) {
    return (int) epochSeconds - (int) (sequence >>> 32);
  }

  /** How many senders are remembered. */
  public int senders() {
    return lastBySender.size();
  }
}
