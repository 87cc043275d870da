package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Pipes to splice through, {@value #PIPE_BYTES} bytes each, used again and again.
 *
 * <p>Bounded: the kernel gives an ordinary user's pipes 64 MiB in all (pipe-user-pages-soft), and
 * smaller ones are worth less than copying. Whoever gets none copies. Thread rule: its loop's
 * thread only.
 */
final class Pipes {

  static final int PIPE_BYTES = 256 * 1024;

  /** A pipe, and how much is in it. */
  static final class Pipe {
    final int readEnd;
    final int writeEnd;
    int filled;

    private Pipe(int readEnd, int writeEnd) {
      this.readEnd = readEnd;
      this.writeEnd = writeEnd;
    }
  }

  private final Linux linux;
  private final MemorySegment ends;
  private final ArrayDeque<Pipe> free = new ArrayDeque<>();
  private final int most;
  private int open;

  /** At most {@code most} pipes, none yet. */
  Pipes(Linux linux, Arena arena, int most) {
    this.linux = linux;
    this.ends = arena.allocate(JAVA_INT, 2);
    this.most = most;
  }

  /** An empty pipe; null if there is none to be had. */
  @Nullable Pipe take() {
    Pipe pipe = free.pollLast();
    if (pipe != null || open == most) {
      return pipe;
    }
    if (linux.pipe(ends) < 0) {
      return null;
    }
    open++;
    Pipe fresh = new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    if (linux.pipeSize(fresh.writeEnd, PIPE_BYTES) < PIPE_BYTES) {
      close(fresh);
      return null;
    }
    return fresh;
  }

  /** Takes a pipe back; what is still in it is lost. */
  void give(Pipe pipe) {
    if (pipe.filled == 0) {
      free.addLast(pipe);
    } else {
      close(pipe);
    }
  }

  /** Closes those that are not in use. */
  void close() {
    free.forEach(this::close);
    free.clear();
  }

  private void close(Pipe pipe) {
    open--;
    linux.close(pipe.readEnd);
    linux.close(pipe.writeEnd);
  }
}
