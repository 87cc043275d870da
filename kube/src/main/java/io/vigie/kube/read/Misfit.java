package io.vigie.kube.read;

/** An object that is not of the shape its schema says. Does not leave this package. */
final class Misfit extends RuntimeException {

  private static final long serialVersionUID = 1;

  Misfit(String where, String expected) {
    super(where + ": " + expected + " expected", null, false, false);
  }
}
