package io.vigie.event;

/**
 * A service says what became of a command.
 *
 * @param commandId the id of the {@link CommandRequested} event
 * @param target its target
 * @param outcome what became of it
 * @param message the same for people
 * @param service who answers, such as {@code lb-1/lb-service}
 */
public record CommandAnswered(
    String commandId, String target, Outcome outcome, String message, String service)
    implements Event {

  public CommandAnswered {
    message = Brief.of(message);
  }

  @Override
  public String subject() {
    return target;
  }

  /** What became of a command. */
  public enum Outcome implements Wire {
    DONE,
    /** Understood, and not done for a reason that a force might override. */
    REFUSED,
    FAILED,
    /** Heard too late. */
    EXPIRED
  }
}
