package io.vigie.kube.watch;

import io.vigie.kube.read.Kind;
import io.vigie.kube.read.Reading;

/** What came from an API server. */
sealed interface Change {

  /** What it is about. */
  Kind kind();

  /** Changes of one kind and key replace each other. */
  String key();

  /** An object is there. */
  record Seen(Kind kind, String key, Reading reading) implements Change {}

  /** An object is gone. */
  record Gone(Kind kind, String key) implements Change {}

  /** All objects there are have come before this. */
  record Listed(Kind kind) implements Change {
    @Override
    public String key() {
      return "\0listed";
    }
  }

  /**
   * The kind cannot be listed.
   *
   * @param code of HTTP; 0 if nobody answered
   */
  record Failed(Kind kind, int code, String why) implements Change {
    @Override
    public String key() {
      return "\0failed";
    }
  }
}
