package io.vigie.kit.service;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A service could not start: one line for people, and the exit code of the process. */
public final class StartFailure extends Exception {

  /** Failed for a reason that may pass: a port in use, a full disk. */
  public static final int FAILED = 1;

  /** Bad usage or configuration. */
  public static final int CONFIGURATION = 2;

  /** A privilege or tool is missing. */
  public static final int PRIVILEGE = 4;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * A failure.
   *
   * @param exitCode {@link #FAILED}, {@link #CONFIGURATION} or {@link #PRIVILEGE}
   * @param message what, where, value, what to do
   */
  public StartFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }

  /** What a failed start comes to. */
  static StartFailure of(Throwable cause) {
    return switch (cause) {
      case StartFailure known -> known;
      case BindException bind -> new StartFailure(ofBind(bind), message(bind), bind);
      case AccessDeniedException denied ->
          new StartFailure(PRIVILEGE, "no permission for " + message(denied), denied);
      case IllegalArgumentException wrong -> new StartFailure(CONFIGURATION, message(wrong), wrong);
      default ->
          new StartFailure(FAILED, cause.getClass().getSimpleName() + ": " + message(cause), cause);
    };
  }

  private static int ofBind(BindException bind) {
    String said = message(bind).toLowerCase(Locale.ROOT);
    return said.contains("permission denied") ? PRIVILEGE : FAILED;
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }
}
