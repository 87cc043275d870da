package io.vigie.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The story of something that broke: all events that belong together by correlation, place and
 * time.
 *
 * @param id the id of the event that began it
 * @param state whether it is over
 * @param title what broke, in a few words: {@code node k3s-1 down}
 * @param summary a sentence a person would write; so far, while it is open
 * @param openedAt when it began, by the clock of the machine that saw it first
 * @param closedAt when all was whole again, by the same clock as far as that is known; none while
 *     it is open
 * @param wholeMillis from its beginning until all was whole again; none while it is open
 * @param subjects what was hurt, as {@code KIND/NAME}, what matters most first; at most {@value
 *     #MOST_SUBJECTS}
 * @param flaps how often the same thing broke again before it was over
 * @param events how many events belong to it
 * @param lostMillis how long clients did not get through, as the observers saw it; none if no
 *     observer watched a frontend
 * @param failures connections of clients that ended without a server
 * @param delays how long each consequence took
 * @param stepsTotal how many steps there are
 * @param steps the events in order of causation and sequence, the first and the last of them; at
 *     most {@value #MOST_STEPS}
 * @param mergedInto the incident that it turned out to be a part of: its story goes on there; none
 *     as long as it stands by itself
 */
public record Incident(
    String id,
    IncidentState state,
    String title,
    String summary,
    @Bounds(instant = true) String openedAt,
    @Bounds(instant = true) @Nullable String closedAt,
    @Nullable Long wholeMillis,
    List<String> subjects,
    int flaps,
    int events,
    @Nullable Long lostMillis,
    long failures,
    Delays delays,
    int stepsTotal,
    List<Step> steps,
    @Nullable String mergedInto) {

  /** The most subjects that are named. */
  public static final int MOST_SUBJECTS = 50;

  /** The most steps that are told. */
  public static final int MOST_STEPS = 100;

  private static final int MOST_SUMMARY = 2_000;

  public Incident {
    title = Brief.of(title);
    summary = summary.length() <= MOST_SUMMARY ? summary : summary.substring(0, MOST_SUMMARY);
    subjects = List.copyOf(subjects);
    steps = List.copyOf(steps);
  }

  /** The same with other steps. */
  public Incident withSteps(List<Step> others) {
    return new Incident(
        id,
        state,
        title,
        summary,
        openedAt,
        closedAt,
        wholeMillis,
        subjects,
        flaps,
        events,
        lostMillis,
        failures,
        delays,
        stepsTotal,
        others,
        mergedInto);
  }

  /** The outline alone. */
  public Incident withoutSteps() {
    return steps.isEmpty() ? this : withSteps(List.of());
  }

  /** Whether it is over. */
  public enum IncidentState implements Wire {
    /** Something is not as it should be. */
    OPEN,
    /** All is whole again. */
    CLOSED
  }

  /**
   * How long consequences took, from its beginning, in ms; none where there was no such
   * consequence, or it is not known yet.
   *
   * @param detectionMillis until an observer said that a node is down
   * @param backendOutMillis until a balancer had it out of its pools
   * @param vipGapMillis how long nobody held the VIP, on the new holder's clock
   * @param volumesAtRiskMillis until it was known which volumes are at risk
   * @param rebuiltMillis until all volumes were healthy again
   * @param writableMillis how long a database could not be written to
   * @param redundantMillis until all databases had all their instances again
   */
  public record Delays(
      @Nullable Long detectionMillis,
      @Nullable Long backendOutMillis,
      @Nullable Long vipGapMillis,
      @Nullable Long volumesAtRiskMillis,
      @Nullable Long rebuiltMillis,
      @Nullable Long writableMillis,
      @Nullable Long redundantMillis) {}

  /**
   * One event of the story.
   *
   * @param eventId its id
   * @param type its type on the wire
   * @param subject its subject
   * @param source who said it
   * @param at when, by the clock of its source
   * @param text what it says, for people
   * @param tone whether that is good news; none where an older Vigie told it
   * @param causeId the event that tipped it; none for a root
   * @param afterMillis from the first step, the estimated difference of the two clocks taken out
   * @param clock how the clocks of the two machines differ; none if it is the same machine
   */
  public record Step(
      String eventId,
      String type,
      String subject,
      String source,
      @Bounds(instant = true) String at,
      String text,
      @Nullable Tone tone,
      @Nullable String causeId,
      long afterMillis,
      @Nullable Clock clock) {
    public Step {
      text = Brief.of(text);
    }
  }

  /**
   * How the clock of a step's machine differs from that of the first step's, estimated from causes
   * and effects: no effect comes before its cause.
   *
   * @param offsetMillis how far it is ahead; none if nothing is known of it, and taken for 0
   * @param errorMillis how wrong that may be; none if there is no bound on one side
   */
  public record Clock(
      @Bounds(least = Long.MIN_VALUE) @Nullable Long offsetMillis, @Nullable Long errorMillis) {}
}
