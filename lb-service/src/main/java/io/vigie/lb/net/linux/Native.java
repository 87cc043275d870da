package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Handles of functions of the C library, and of system calls. All but {@link #plain} take room for
 * the error number as their first argument.
 */
final class Native {

  /** Where a call leaves errno(3), and at which offset. */
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
  private static final boolean IS_AARCH64 = System.getProperty("os.arch").equals("aarch64");

  private Native() {}

  @SuppressWarnings("restricted") // this package is where native code is allowed
  private static MethodHandle link(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, options);
  }

  /** A function that cannot block. */
  static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name, FunctionDescriptor.of(result, arguments), KEEP_ERRNO, Linker.Option.critical(false));
  }

  /** A function that may block. */
  static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments), KEEP_ERRNO);
  }

  /** A function whose error number does not matter. */
  static MethodHandle plain(String name, FunctionDescriptor signature) {
    return link(name, signature);
  }

  /** fcntl(2) with three arguments, the last of them variadic. */
  static MethodHandle fcntl() {
    return link(
        "fcntl",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
        Linker.Option.firstVariadicArg(2),
        KEEP_ERRNO);
  }

  /**
   * A system call that cannot block, by syscall(2). The C library's function for it would be a
   * point where its thread can be cancelled (pthreads(7)): two atomic operations in each call.
   *
   * @param x86 its number on x86-64
   * @param aarch64 its number there
   * @param arguments of 8 bytes each; so is the result
   */
  static MethodHandle system(int x86, int aarch64, MemoryLayout... arguments) {
    MethodHandle any =
        link(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG).appendArgumentLayouts(arguments),
            Linker.Option.firstVariadicArg(1),
            KEEP_ERRNO,
            Linker.Option.critical(false));
    return MethodHandles.insertArguments(any, 1, (long) (IS_AARCH64 ? aarch64 : x86));
  }
}
