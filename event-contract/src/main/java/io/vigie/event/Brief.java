package io.vigie.event;

/**
 * Text for people, of which parts may come from outside: made one line of bounded length, so that
 * no answer of a stranger makes an event too long to be read.
 */
final class Brief {

  /** The longest such text, in code points. */
  static final int MOST = 300;

  private Brief() {}

  /** The text on one line, cut where it is too long. What it gave it gives again. */
  static String of(String text) {
    int[] points = text.codePoints().limit(MOST + 1L).map(Brief::harmless).toArray();
    return points.length <= MOST
        ? new String(points, 0, points.length)
        : new String(points, 0, MOST - 1) + "…";
  }

  /** Control characters break lines; half a surrogate pair has no place in UTF-8. */
  private static int harmless(int point) {
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return half || Character.isISOControl(point) ? ' ' : point;
  }
}
