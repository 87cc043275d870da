package io.vigie.health.probe;

import io.vigie.event.CheckResult;
import io.vigie.health.probe.Conversation.Over;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an agent's line says of its server (HAProxy {@code doc/configuration.txt}, agent-check).
 *
 * <p>{@code up} and {@code ready} pass; {@code down}, {@code fail}, {@code stopped}, {@code drain}
 * and {@code maint} do not: a check can say up or down, and a server that wants no connections must
 * get none; a weight of 0 says the same. Other weights and limits are told, not applied. Words
 * after {@code #} are a reason.
 */
final class AgentReply {

  private static final Pattern WORDS = Pattern.compile("[ \\t,]+");
  private static final Set<String> PASS = Set.of("up", "ready");
  private static final Set<String> FAIL = Set.of("down", "fail", "stopped", "drain", "maint");

  private static final Pattern NO_WEIGHT = Pattern.compile("(weight:)?0{1,3}%|weight:0{1,3}");
  private static final Pattern NUMBERS =
      Pattern.compile("(weight:)?\\d{1,3}%|weight:\\d{1,3}|maxconn:\\d{1,9}");

  private AgentReply() {}

  static Over read(String line) {
    int hash = line.indexOf('#');
    String words = (hash < 0 ? line : line.substring(0, hash)).strip();
    boolean understood = false;
    for (String word : WORDS.splitAsStream(words.toLowerCase(Locale.ROOT)).toList()) {
      if (FAIL.contains(word) || NO_WEIGHT.matcher(word).matches()) {
        return new Over(CheckResult.L7STS, "agent says: " + shown(line));
      }
      understood |= PASS.contains(word) || NUMBERS.matcher(word).matches();
    }
    return understood
        ? new Over(CheckResult.L7OK, "agent says: " + shown(line))
        : new Over(CheckResult.L7RSP, "agent not understood: " + shown(line));
  }

  private static String shown(String line) {
    String printable = line.strip().replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() > 80 ? printable.substring(0, 80) + "…" : printable;
  }
}
