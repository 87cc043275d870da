package io.vigie.kit.service;

import java.lang.reflect.Proxy;

/**
 * POSIX signals, through {@code sun.misc.Signal} of the supported module {@code jdk.unsupported}.
 * By reflection: javac has a warning for it that cannot be switched off.
 */
public final class Signals {

  /** By default it is ignored: who raises it does no harm. */
  private static final String HARMLESS = "URG";

  private static final int TIMES = 20;

  private Signals() {}

  /**
   * Takes a few harmless signals, so that the way of the first real one, from the JVM to an action,
   * is loaded and linked: it takes a fraction of the milliseconds then.
   */
  public static void rehearse() {
    try {
      on(HARMLESS, () -> {});
      Class<?> signal = Class.forName("sun.misc.Signal");
      Object harmless = signal.getConstructor(String.class).newInstance(HARMLESS);
      for (int i = 0; i < TIMES; i++) {
        signal.getMethod("raise", signal).invoke(null, harmless);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot raise SIG" + HARMLESS, e);
    }
  }

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
      Object runs =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getDeclaringClass() == handler) {
                  action.run();
                  return null;
                }
                throw new UnsupportedOperationException(method.getName());
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot handle SIG" + name, e);
    }
  }
}
