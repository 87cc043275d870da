package io.vigie.kit.config;

import java.util.List;

/** What came of reading a configuration file. */
public sealed interface LoadResult {

  /**
   * A good file.
   *
   * @param warnings what is odd in it, in the order of the file
   */
  record Loaded(VigieConfig config, List<Problem> warnings) implements LoadResult {}

  /**
   * A bad file.
   *
   * @param problems all that is wrong in it, at least one, in the order of the file
   */
  record Broken(List<Problem> problems) implements LoadResult {}
}
