package io.vigie.health.probe;

import io.vigie.event.CheckResult;
import io.vigie.health.probe.Request.Line;
import io.vigie.health.probe.Request.Talk;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said after the connect: fed with what was heard, answers what to say or how it ended.
 * Pure and total. Text is Latin-1, one character a byte.
 */
abstract class Conversation {

  /** As HAProxy's default {@code tune.bufsize}: more is not looked at. */
  static final int MOST_HEARD = 16 * 1024;

  /** What to do next. */
  sealed interface Next {}

  /** Send this, if it is not empty, and listen. */
  record Say(String words) implements Next {}

  /** It is decided. */
  record Over(CheckResult result, String detail) implements Next {}

  /** Takes what was heard; the first call, with nothing, begins. */
  abstract Next hear(String text);

  /** The other side closed. */
  abstract Over closed();

  /** For people, should no answer come. */
  abstract String waitingFor();

  static Conversation of(Talk talk) {
    return switch (talk) {
      case Talk.Nothing() -> new Script(List.of());
      case Talk.Http http -> new Http(http);
      case Talk.Script(List<Line> lines) -> new Script(lines);
      case Talk.Agent(String send) -> new Agent(send);
    };
  }

  /** One request, and the head of its answer: a server that stops amid its headers is not well. */
  private static final class Http extends Conversation {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*");

    private final Talk.Http http;
    private final StringBuilder heard = new StringBuilder();
    private boolean asked;
    private int lineStart;
    private int status;

    Http(Talk.Http http) {
      this.http = http;
    }

    @Override
    Next hear(String text) {
      if (!asked) {
        asked = true;
        return new Say(http.head());
      }
      heard.append(text);
      for (int end = heard.indexOf("\n", lineStart); end >= 0; ) {
        String line = heard.substring(lineStart, end).stripTrailing();
        lineStart = end + 1;
        if (line.isEmpty() && status > 0) {
          return judged();
        }
        if (!understood(line)) {
          return new Over(CheckResult.L7RSP, "not an HTTP answer");
        }
        end = heard.indexOf("\n", lineStart);
      }
      return heard.length() < MOST_HEARD
          ? new Say("")
          : new Over(CheckResult.L7RSP, "no end of the headers in " + MOST_HEARD + " bytes");
    }

    private boolean understood(String line) {
      if (status > 0) {
        return HEADER.matcher(line).matches();
      }
      Matcher first = STATUS.matcher(line);
      if (!first.matches()) {
        return false;
      }
      status = Integer.parseInt(first.group(1));
      return status > 0;
    }

    private Over judged() {
      boolean expected = http.expect().stream().anyMatch(range -> range.holds(status));
      return new Over(expected ? CheckResult.L7OK : CheckResult.L7STS, "HTTP status " + status);
    }

    @Override
    Over closed() {
      return new Over(CheckResult.L7RSP, "connection closed before the end of the headers");
    }

    @Override
    String waitingFor() {
      return http.head().substring(0, Math.max(0, http.head().indexOf(" HTTP/")));
    }
  }

  /** Sends and expects. */
  private static final class Script extends Conversation {
    private final List<Line> lines;
    private final StringBuilder heard = new StringBuilder();
    private int at;

    /** Whether what the step sends was sent: it may wait for several reads. */
    private boolean sent;

    Script(List<Line> lines) {
      this.lines = lines;
    }

    @Override
    Next hear(String text) {
      heard.append(text);
      StringBuilder say = new StringBuilder();
      while (at < lines.size()) {
        Line line = lines.get(at);
        if (!sent && line.send() != null) {
          say.append(line.send());
        }
        sent = true;
        if (line.expect() != null) {
          int found = heard.indexOf(line.expect());
          if (found < 0) {
            return heard.length() < MOST_HEARD ? new Say(say.toString()) : notFound();
          }
          heard.delete(0, found + line.expect().length());
        }
        at++;
        sent = false;
      }
      return new Over(CheckResult.L7OK, "script of " + lines.size() + " steps done");
    }

    private Over notFound() {
      return new Over(CheckResult.L7RSP, waitingFor() + " not in " + MOST_HEARD + " bytes");
    }

    @Override
    Over closed() {
      return new Over(CheckResult.L7RSP, "connection closed before " + waitingFor());
    }

    @Override
    String waitingFor() {
      return "step " + (at + 1) + " of the script";
    }
  }

  /** One line of words; HAProxy's agent-check. */
  private static final class Agent extends Conversation {
    private final String send;
    private final StringBuilder heard = new StringBuilder();
    private boolean begun;

    Agent(String send) {
      this.send = send;
    }

    @Override
    Next hear(String text) {
      if (!begun) {
        begun = true;
        return new Say(send);
      }
      heard.append(text);
      for (int i = 0; i < heard.length(); i++) {
        if (heard.charAt(i) == '\r' || heard.charAt(i) == '\n') {
          return AgentReply.read(heard.substring(0, i));
        }
      }
      return heard.length() < MOST_HEARD
          ? new Say("")
          : new Over(CheckResult.L7RSP, "no line end in " + MOST_HEARD + " bytes");
    }

    @Override
    Over closed() {
      return heard.isEmpty()
          ? new Over(CheckResult.L7RSP, "connection closed without a word")
          : AgentReply.read(heard.toString());
    }

    @Override
    String waitingFor() {
      return "the agent";
    }
  }
}
