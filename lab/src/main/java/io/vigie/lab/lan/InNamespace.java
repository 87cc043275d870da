package io.vigie.lab.lan;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A platform thread that belongs to a network namespace, by setns(2), and runs what it is given.
 * Sockets that are opened there, and programs that are started there, belong to the namespace too.
 */
public final class InNamespace implements AutoCloseable {

  private static final int O_RDONLY = 0;
  private static final int CLONE_NEWNET = 0x40000000;
  private static final long LIMIT_SECONDS = 60;

  private static final MethodHandle OPEN =
      call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETNS =
      call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final ExecutorService thread;

  private InNamespace(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("in-" + name).factory());
  }

  /**
   * Starts a thread that joins a namespace.
   *
   * @param name as ip-netns(8) knows it
   */
  public static InNamespace join(String name) throws Exception {
    InNamespace joined = new InNamespace(name);
    try {
      joined.call(() -> enter(name));
      return joined;
    } catch (IOException e) {
      joined.close();
      throw e;
    }
  }

  /** Does one thing in a namespace. */
  public static <T> T run(String name, Callable<T> task) throws Exception {
    try (InNamespace in = join(name)) {
      return in.call(task);
    }
  }

  /** Does something there, within a minute. */
  public <T> T call(Callable<T> task) throws Exception {
    try {
      return thread.submit(task).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  private static int enter(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int fd = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + name), O_RDONLY);
      int entered = fd < 0 ? -1 : (int) SETNS.invokeExact(fd, CLONE_NEWNET);
      int closed = fd < 0 ? -1 : (int) CLOSE.invokeExact(fd);
      if (entered != 0 || closed != 0) {
        throw new IOException("cannot join the namespace " + name);
      }
      return fd;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setns could not be called", e);
    }
  }

  @SuppressWarnings("restricted") // Java has no setns
  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  /** Interrupts what still runs, and waits for its end. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
