package io.vigie.kit.service;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * POSIX signals, through {@code sun.misc.Signal} of the supported module {@code jdk.unsupported}.
 * By reflection: javac has a warning for it that cannot be switched off.
 */
public final class Signals {

  private Signals() {}

  /**
   * Runs {@code action} at each of this signal, on a thread of the JVM's own, in place of what the
   * JVM would do.
   *
   * @param name without SIG: {@code TERM}, {@code INT}, {@code HUP}
   * @throws IllegalArgumentException if this platform has no such signal, or the JVM keeps it
   */
  public static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object runs =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      handle.invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot handle SIG" + name, e);
    }
  }
}
