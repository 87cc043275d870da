package io.vigie.kit.config.watch;

/**
 * Says when a changed file has come to rest: it looks the same twice in a row. An editor that
 * writes in pieces, or removes a file before it writes the new one, is so not caught in the middle.
 */
final class Settling {
  private FileStamp rested;
  private FileStamp last;

  Settling(FileStamp read) {
    rested = read;
    last = read;
  }

  /** Takes the next look; whether the file changed since it was read, and rests. */
  boolean rests(FileStamp now) {
    boolean rests = now.equals(last) && !now.equals(rested);
    last = now;
    if (rests) {
      rested = now;
    }
    return rests;
  }
}
