package io.vigie.kit.notify.core;

import io.vigie.event.Envelope;
import io.vigie.event.RoleChanged;
import io.vigie.event.Tone;
import io.vigie.event.words.Words;
import io.vigie.kit.config.NotifyConfig.Occasion;
import io.vigie.kit.config.SyncGroupConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes notices of the events one service publishes. A trouble is told when it begins and when it
 * ends, not each time it is confirmed; so it remembers which are open.
 *
 * <p>Pure: a state machine of one thread.
 */
public final class Notices {

  /** The most troubles remembered; the end of a forgotten one is not told. */
  public static final int MOST_OPEN = 4_096;

  private static final int GROUP_PRIORITY = 0; // as keepalived writes it

  private final Map<String, String> open = new LinkedHashMap<>();
  private final Map<String, String> roles = new LinkedHashMap<>();
  private final Map<String, String> groupRoles = new LinkedHashMap<>();
  private Map<String, SyncGroupConfig> groups;

  /**
   * What is told why.
   *
   * @param occasion who wants to hear of this is told
   */
  public record Told(Occasion occasion, Notice notice) {}

  /**
   * Begins.
   *
   * @param groups sync groups by name
   * @param open what {@link #open} said in the last life
   */
  public Notices(Map<String, SyncGroupConfig> groups, Map<String, String> open) {
    this.groups = Map.copyOf(groups);
    this.open.putAll(open);
  }

  /** The sync groups are these from now on. */
  public void groups(Map<String, SyncGroupConfig> next) {
    groups = Map.copyOf(next);
  }

  /** The open troubles: state by subject. */
  public Map<String, String> open() {
    return Map.copyOf(open);
  }

  /** What is to be told of an event, in order. */
  public List<Told> of(Envelope envelope) {
    List<Told> told = new ArrayList<>();
    Said.of(envelope.event())
        .filter(this::isNew)
        .ifPresent(
            said -> {
              Words words = Words.of(envelope.event());
              told.add(told(envelope, said, words.text(), words.tone()));
              if (envelope.event() instanceof RoleChanged) {
                groupsOf(said, envelope, told);
              }
            });
    return List.copyOf(told);
  }

  private boolean isNew(Said said) {
    String subject = said.kind() + "/" + said.name();
    return switch (said.bearing()) {
      case NEWS -> true;
      case OVER -> open.remove(subject) != null;
      case TROUBLE -> {
        boolean isNew = !said.state().equals(open.put(subject, said.state()));
        if (open.size() > MOST_OPEN) {
          open.remove(open.keySet().iterator().next());
        }
        yield isNew;
      }
    };
  }

  /** A sync group goes over when the last of its members has. */
  private void groupsOf(Said role, Envelope envelope, List<Told> told) {
    roles.put(role.name(), role.state());
    groups.forEach(
        (name, group) -> {
          boolean all =
              group.members().contains(role.name())
                  && group.members().stream()
                      .allMatch(member -> role.state().equals(roles.get(member)));
          if (all && !Objects.equals(role.state(), groupRoles.put(name, role.state()))) {
            Said said =
                new Said(
                    role.occasion(), role.bearing(), "GROUP", name, role.state(), GROUP_PRIORITY);
            String text = "group %s: %s".formatted(name, role.state());
            told.add(told(envelope, said, text, Tone.PLAIN));
          }
        });
  }

  private static Told told(Envelope e, Said said, String text, Tone tone) {
    return new Told(
        said.occasion(),
        new Notice(
            e.id(),
            e.fact().correlationId(),
            said.kind(),
            said.name(),
            said.state(),
            said.priority(),
            text,
            tone,
            e.host(),
            e.service(),
            e.time().toString()));
  }
}
