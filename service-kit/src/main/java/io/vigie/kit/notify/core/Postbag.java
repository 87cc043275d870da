package io.vigie.kit.notify.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one target is still to be told, and when.
 *
 * <p>Within the limit each notice is a parcel of its own, and kept until it is delivered. What is
 * more is held back: counted, with the last word on each of the last {@value #MOST_SUBJECTS}
 * subjects, and told when there is room. So it is bounded, however long the target is away.
 *
 * <p>Pure: a state machine of one thread. All times are Unix time in ms; a clock that jumps only
 * moves messages in time.
 */
public final class Postbag {

  /** The most subjects whose last word is kept. */
  public static final int MOST_SUBJECTS = 50;

  /** The most tries of what is not wanted, or of a program. */
  public static final int MOST_TRIES = 5;

  /** The longest pause between two tries. */
  public static final long MOST_PAUSE_MILLIS = 300_000;

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 10;

  private final int most;
  private final long perMillis;
  private final boolean program;
  private final Deque<Parcel> waiting = new ArrayDeque<>();
  private final Deque<Long> begun = new ArrayDeque<>();
  private final Map<String, Notice> lastWords = new LinkedHashMap<>();
  private long held;
  private long heldSinceMillis;
  private boolean underway;
  private int tries;
  private long nextTryMillis;

  /**
   * What a target keeps between two lives of the service.
   *
   * @param waiting parcels not delivered, the oldest first
   * @param lastWords what is held back
   * @param held how many that were
   * @param heldSinceMillis since when
   * @param begun when the latest parcels were first tried
   */
  public record Saved(
      List<Parcel> waiting,
      List<Notice> lastWords,
      long held,
      long heldSinceMillis,
      List<Long> begun) {
    /** Nothing. */
    public static final Saved NOTHING = new Saved(List.of(), List.of(), 0, 0, List.of());

    public Saved {
      waiting = List.copyOf(waiting);
      lastWords = List.copyOf(lastWords);
      begun = List.copyOf(begun);
    }
  }

  /**
   * A bag.
   *
   * @param most parcels in any span of {@code perMillis}
   * @param program whether it is for a program: called once per subject, and not with a word that
   *     failed if there is a newer one
   * @param saved what the last life left
   */
  public Postbag(int most, long perMillis, boolean program, Saved saved) {
    this.most = most;
    this.perMillis = perMillis;
    this.program = program;
    waiting.addAll(saved.waiting());
    saved.lastWords().forEach(notice -> lastWords.put(notice.subject(), notice));
    held = saved.held();
    heldSinceMillis = saved.heldSinceMillis();
    begun.addAll(saved.begun());
  }

  /**
   * Takes a notice.
   *
   * @return whether it is held back
   */
  public boolean add(Notice notice, long now) {
    forget(now);
    if (held == 0 && waiting.size() - (tries > 0 || underway ? 1 : 0) + begun.size() < most) {
      waiting.add(Parcel.of(notice));
      return false;
    }
    if (held == 0) {
      heldSinceMillis = now;
    }
    held++;
    lastWords.remove(notice.subject()); // to the end of the line
    lastWords.put(notice.subject(), notice);
    if (lastWords.size() > MOST_SUBJECTS) {
      Iterator<String> eldest = lastWords.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return true;
  }

  /** What is to be sent now, if anything. It is under way until its end is told. */
  public Optional<Parcel> due(long now) {
    forget(now);
    nextTryMillis = Math.min(nextTryMillis, now + MOST_PAUSE_MILLIS);
    boolean room = tries > 0 || begun.size() < most;
    if (underway || now < nextTryMillis || !room) {
      return Optional.empty();
    }
    if (waiting.isEmpty() && held > 0) {
      release();
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    if (tries == 0) {
      begun.add(now);
    }
    underway = true;
    return Optional.of(waiting.getFirst());
  }

  /** When {@link #due} should be asked again; empty if something has to happen before. */
  public Optional<Long> nextMillis(long now) {
    if (underway || (waiting.isEmpty() && held == 0)) {
      return Optional.empty();
    }
    forget(now);
    boolean room = tries > 0 || begun.size() < most;
    return Optional.of(Math.max(nextTryMillis, room ? now : begun.getFirst() + perMillis));
  }

  /** What was under way arrived. */
  public void delivered() {
    done();
  }

  /**
   * What was under way did not arrive.
   *
   * @param limited whether more than {@value #MOST_TRIES} tries are in vain: it is not wanted
   * @param pauseMillis how long the other side asks to be left alone
   * @return whether it was given up
   */
  public boolean failed(boolean limited, long pauseMillis, long now) {
    tries++;
    if (((limited || program) && tries >= MOST_TRIES) || (program && isOutdated())) {
      done();
      return true;
    }
    underway = false;
    long pause = FIRST_PAUSE_MILLIS << Math.min(tries - 1, MOST_DOUBLINGS);
    nextTryMillis = now + Math.min(MOST_PAUSE_MILLIS, Math.max(pause, pauseMillis));
    return false;
  }

  /** How many parcels wait, the one under way included, and one for all that is held back. */
  public int waiting() {
    return waiting.size() + (held > 0 ? 1 : 0);
  }

  /** How many tries of the first one failed. */
  public int tries() {
    return tries;
  }

  /** All of it, to be kept. */
  public Saved saved() {
    return new Saved(
        List.copyOf(waiting),
        List.copyOf(lastWords.values()),
        held,
        heldSinceMillis,
        List.copyOf(begun));
  }

  private void done() {
    waiting.removeFirst();
    underway = false;
    tries = 0;
    nextTryMillis = Long.MIN_VALUE;
  }

  private void release() {
    List<Notice> last = new ArrayList<>(lastWords.values());
    if (program) {
      last.forEach(one -> waiting.add(new Parcel(List.of(one), held, heldSinceMillis)));
    } else {
      waiting.add(new Parcel(last, held, heldSinceMillis));
    }
    lastWords.clear();
    held = 0;
  }

  /** Whether there is a newer word on what was under way. */
  private boolean isOutdated() {
    String subject = waiting.getFirst().notices().getFirst().subject();
    return lastWords.containsKey(subject)
        || waiting.stream()
            .skip(1)
            .anyMatch(later -> later.notices().getFirst().subject().equals(subject));
  }

  /** Parcels of another time take no room; nor do those of the future, after a clock's jump. */
  private void forget(long now) {
    begun.removeIf(at -> at > now || now - at >= perMillis);
  }
}
