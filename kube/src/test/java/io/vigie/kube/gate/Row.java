package io.vigie.kube.gate;

import java.util.function.Consumer;

/**
 * One cluster.
 *
 * @param what is with it, for people
 * @param change what is not as in {@link Scene}
 * @param node which node is asked for: {@code k3s-} and this
 * @param verdict the answer
 * @param area of the finding that must be there
 * @param finding its verdict
 * @param text that is part of it
 */
record Row(
    String what,
    Consumer<Scene> change,
    int node,
    Verdict verdict,
    Area area,
    Verdict finding,
    String text) {

  @Override
  public String toString() {
    return what + ", k3s-" + node + ": " + verdict.wire();
  }

  static Row row(
      String what,
      int node,
      Verdict verdict,
      Area area,
      Verdict finding,
      String text,
      Consumer<Scene> change) {
    return new Row(what, change, node, verdict, area, finding, text);
  }

  /** Where the finding is what decides. */
  static Row row(
      String what, int node, Verdict verdict, Area area, String text, Consumer<Scene> change) {
    return new Row(what, change, node, verdict, area, verdict, text);
  }
}
