package io.vigie.cli;

import io.vigie.event.Tone;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/**
 * Where a command's words go: answers to stdout, all else to stderr.
 *
 * @param out for answers
 * @param err for what went wrong, and what to do next
 * @param interactive whether a person watches stdout
 * @param colour whether to colour what is written to stdout
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {

  /** The command's own writers; the launcher has found out whether stdout is a terminal. */
  public static Terminal of(CommandLine command) {
    return of(command, Boolean.getBoolean("vigie.terminal"), System.getenv());
  }

  /** The same, with what is asked of the world given. Source of NO_COLOR: no-color.org. */
  static Terminal of(CommandLine command, boolean interactive, Map<String, String> env) {
    boolean colour =
        interactive
            && env.getOrDefault("NO_COLOR", "").isEmpty()
            && !env.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(command.getOut(), command.getErr(), interactive, colour);
  }

  /** The text in this paint, where there is colour. */
  public String paint(Paint paint, String text) {
    return colour && paint != Paint.PLAIN ? paint.code + text + Paint.RESET : text;
  }

  /** Writes a line of the answer, at once. */
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Writes a line that is no part of the answer, at once. */
  public void note(String line) {
    err.println("vigie: " + line);
    err.flush();
  }

  /** What colours mean here. */
  public enum Paint {
    PLAIN(""),
    GOOD("\033[32m"),
    WARNING("\033[33m"),
    BAD("\033[31m"),
    FAINT("\033[2m"),
    STRONG("\033[1m");

    private static final String RESET = "\033[0m";

    private final String code;

    Paint(String code) {
      this.code = code;
    }

    /** The paint for what is said in this tone. */
    public static Paint of(Tone tone) {
      return switch (tone) {
        case PLAIN -> PLAIN;
        case GOOD -> GOOD;
        case WARNING -> WARNING;
        case BAD -> BAD;
        case FAINT -> FAINT;
        case STRONG -> STRONG;
      };
    }
  }
}
