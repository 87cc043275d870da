package io.vigie.lb.core;

import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested;
import io.vigie.event.Fact;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What operators want of nodes. Desired state holds whenever it was asked for; an answer is given
 * only to who asked just now.
 */
final class Orders {

  private static final int MOST_WEIGHT = 256;

  private final Roster roster;

  private static final int MOST_ANSWERED = 256;

  /** The last commands answered: a second copy of one is not answered again. */
  private final Set<String> answered = new LinkedHashSet<>();

  Orders(Roster roster) {
    this.roster = roster;
  }

  void hear(Input.Ordered in, Turn turn) {
    CommandRequested command = in.command();
    Fact.Ref ref = in.because().ref();
    if (!command.kind().desiredState() || ref == null) {
      return; // for somebody else
    }
    Node node = roster.heardOf(command.target());
    String message;
    Outcome outcome;
    if (in.expired()) {
      outcome = Outcome.EXPIRED;
      message = "expired at " + command.expiresAt();
    } else if (node == null || !roster.serves(command.target())) {
      outcome = Outcome.FAILED;
      message = "no pool has a server on " + command.target();
    } else if (!hasWeight(command)) {
      outcome = Outcome.FAILED;
      message = "weight: expected 0 to 256";
    } else if (!obey(node, command, in.askedMillis(), ref.id())) {
      outcome = Outcome.DONE;
      message = "overtaken by a later command";
    } else {
      roster.obeyed(node, word(command), in.because(), turn);
      outcome = Outcome.DONE;
      message = roster.describe(node.name);
    }
    if (in.because().fresh() && answered.add(ref.id())) {
      if (answered.size() > MOST_ANSWERED) {
        answered.remove(answered.iterator().next());
      }
      turn.publish(
          new CommandAnswered(ref.id(), command.target(), outcome, message, turn.service), ref);
    }
  }

  private static boolean hasWeight(CommandRequested command) {
    Integer weight = command.weight();
    return command.kind() != CommandRequested.Kind.WEIGHT
        || (weight != null && weight >= 0 && weight <= MOST_WEIGHT);
  }

  private static boolean obey(Node node, CommandRequested command, long millis, String id) {
    return switch (command.kind()) {
      case DRAIN -> node.will.hear(Node.Will.DRAIN, millis, id);
      case UNDRAIN, READY -> node.will.hear(Node.Will.READY, millis, id);
      case MAINTENANCE -> node.will.hear(Node.Will.MAINTENANCE, millis, id);
      case WEIGHT -> node.weight.hear(command.weight(), millis, id);
      case HANDOVER, UNDO -> false;
    };
  }

  private static String word(CommandRequested command) {
    return switch (command.kind()) {
      case DRAIN -> "drained by " + command.by();
      case UNDRAIN -> "undrained by " + command.by();
      case MAINTENANCE -> "maintenance by " + command.by();
      case READY -> "made ready by " + command.by();
      case WEIGHT -> "weight " + command.weight() + " by " + command.by();
      case HANDOVER, UNDO -> "";
    };
  }
}
