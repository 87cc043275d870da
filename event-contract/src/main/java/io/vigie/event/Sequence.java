package io.vigie.event;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The place of an event among all events of its source, strictly rising.
 *
 * @param epoch which life of the source, 0 to 9,999,999,999
 * @param n which event of that life, 0 to 999,999,999,999
 */
public record Sequence(long epoch, long n) implements Comparable<Sequence> {

  /** Before every event. */
  public static final Sequence NONE = new Sequence(0, 0);

  private static final Pattern FORM = Pattern.compile("[0-9]{10}\\.[0-9]{12}");
  private static final long EPOCHS = 10_000_000_000L;
  private static final long EVENTS = 1_000_000_000_000L;
  private static final Comparator<Sequence> ORDER =
      Comparator.comparingLong(Sequence::epoch).thenComparingLong(Sequence::n);

  public Sequence {
    if (epoch < 0 || epoch >= EPOCHS || n < 0 || n >= EVENTS) {
      throw new IllegalArgumentException("sequence out of range: " + epoch + "." + n);
    }
  }

  /** The next place in the same life. */
  public Sequence next() {
    return new Sequence(epoch, n + 1);
  }

  /** Reads {@code 0000000012.000000000345}. */
  public static Sequence parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "sequence '" + Brief.of(text) + "': expected 10 digits, a dot, 12 digits");
    }
    return new Sequence(Long.parseLong(text.substring(0, 10)), Long.parseLong(text.substring(11)));
  }

  @Override
  public int compareTo(Sequence other) {
    return ORDER.compare(this, other);
  }

  /** Zero-padded, so that text order is sequence order. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%010d.%012d", epoch, n);
  }
}
