package io.vigie.kit.config.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What changes with a file's content: time, size, and which file the name leads to. Symbolic links
 * are followed, as Kubernetes changes a mounted file by changing a link above it.
 *
 * @param modifiedMillis when it was written; -1 if there is none
 * @param bytes its size; -1 if there is none
 * @param identity device and inode, where the system has them
 */
record FileStamp(long modifiedMillis, long bytes, String identity) {

  /** There is no file, or none that can be looked at. */
  static final FileStamp NONE = new FileStamp(-1, -1, "");

  /** The stamp of a file now. Blocks on the disk. */
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          attributes.lastModifiedTime().toMillis(),
          attributes.size(),
          String.valueOf(attributes.fileKey()));
    } catch (IOException e) {
      return NONE; // Why it can't be read, reading it will say.
    }
  }
}
