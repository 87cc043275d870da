package io.vigie.lb.direct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@value #TABLE} of nftables, as nft(8) reads it. Each text is one transaction: packets
 * meet the old rules or the new ones. Connections go on whatever happens to the rules that began
 * them, as long as the table is there at all.
 *
 * <p>Words of nft 0.9 alone.
 *
 * @param counters names of counters
 * @param chains by name
 */
public record Ruleset(List<String> counters, Map<String, Chain> chains) {

  /** The table's name, in the family {@code inet}. */
  public static final String TABLE = "vigie_lb";

  /**
   * Makes sure that there is a table, and does nothing else: who may not do this may do nothing.
   */
  public static final String PRESENT = "add table inet " + TABLE + "\n";

  /** No table any more: what it forwarded ends. */
  public static final String ABSENT = PRESENT + "delete table inet " + TABLE + "\n";

  /** Fails where there is no table. */
  public static final String LOOK = "list chain inet " + TABLE + " " + Rules.POSTROUTING + "\n";

  /**
   * A chain.
   *
   * @param hook where packets come from; empty for a chain that others lead to
   */
  record Chain(String hook, List<String> rules) {
    Chain {
      rules = List.copyOf(rules);
    }
  }

  /** The table for a plan. */
  public static Ruleset of(Plan plan) {
    List<String> counters = new ArrayList<>();
    Map<String, Chain> chains = new LinkedHashMap<>();
    for (Plan.Front front : plan.fronts()) {
      counters.addAll(Rules.counters(front));
      Rules.ofFront(front).forEach((name, rules) -> chains.put(name, new Chain("", rules)));
    }
    chains.putAll(Rules.hooked(plan));
    return new Ruleset(List.copyOf(counters), chains);
  }

  /** The whole table, in place of one that may be there. */
  public String text() {
    StringBuilder text = new StringBuilder(ABSENT);
    text.append("table inet ").append(TABLE).append(" {\n");
    counters.forEach(name -> text.append("  counter ").append(name).append(" { }\n"));
    chains.forEach(
        (name, chain) -> {
          text.append("  chain ").append(name).append(" {\n");
          if (!chain.hook().isEmpty()) {
            text.append("    ").append(chain.hook()).append('\n');
          }
          chain.rules().forEach(rule -> text.append("    ").append(rule).append('\n'));
          text.append("  }\n");
        });
    return text.append("}\n").toString();
  }

  /** Whether only rules differ, so that counters go on. */
  public boolean hasShapeOf(Ruleset other) {
    return counters.equals(other.counters) && chains.keySet().equals(other.chains.keySet());
  }

  /** What makes this table of another one, which is there; empty if there is nothing to do. */
  public String changeFrom(Ruleset old) {
    if (!hasShapeOf(old)) {
      return text();
    }
    StringBuilder text = new StringBuilder();
    chains.forEach(
        (name, chain) -> {
          if (!chain.equals(old.chains.get(name))) {
            String at = "inet " + TABLE + " " + name;
            text.append("flush chain ").append(at).append('\n');
            chain
                .rules()
                .forEach(
                    rule ->
                        text.append("add rule ").append(at).append(' ').append(rule).append('\n'));
          }
        });
    return text.toString();
  }
}
