package io.vigie.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command in this process.
 *
 * @param exit its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record Vigie(int exit, String out, String err) {

  /** Runs it to its end. */
  public static Vigie run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Vigie(exit, out.toString(), err.toString());
  }

  /** All of it, for whoever has to find out what went wrong. */
  public String text() {
    return "exit " + exit + "\n" + out + "\n" + err;
  }
}
