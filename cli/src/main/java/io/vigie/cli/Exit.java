package io.vigie.cli;

/** The exit codes of every command. */
public final class Exit {

  /** Yes, or done. */
  public static final int DONE = 0;

  /** No, or failed. */
  public static final int FAILED = 1;

  /** Bad usage or configuration: nothing was started or asked. */
  public static final int USAGE = 2;

  /** Unknown: inputs are stale, or not everyone heard. */
  public static final int UNKNOWN = 3;

  /** A privilege or a tool is missing. */
  public static final int MISSING = 4;

  private Exit() {}
}
