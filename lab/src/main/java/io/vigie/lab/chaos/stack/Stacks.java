package io.vigie.lab.chaos.stack;

import java.util.List;

/** The stacks there are. */
public final class Stacks {

  /** Their names, from the plainest on. */
  public static final List<String> NAMES =
      List.of(SingleNode.NAME, KeepalivedPair.SEED, KeepalivedPair.TUNED, VigiePair.NAME);

  private Stacks() {}
}
