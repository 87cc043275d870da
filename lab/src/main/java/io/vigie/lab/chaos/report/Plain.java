package io.vigie.lab.chaos.report;

/** Text that may hold anything, made fit for a file. */
final class Plain {

  private static final int REPLACEMENT = 0xFFFD;

  private Plain() {}

  /** On one line, without what no file of text may hold. */
  static String line(String any) {
    StringBuilder line = new StringBuilder();
    any.codePoints().forEach(one -> line.appendCodePoint(fit(one)));
    return line.toString();
  }

  private static int fit(int one) {
    if (Character.isWhitespace(one)) {
      return ' ';
    }
    return Character.isISOControl(one) || Character.getType(one) == Character.SURROGATE
        ? REPLACEMENT
        : one;
  }
}
