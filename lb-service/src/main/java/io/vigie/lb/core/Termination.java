package io.vigie.lb.core;

/**
 * How a session ended, in HAProxy's two letters: who, and while doing what.
 *
 * <p>Source: HAProxy configuration manual §8.5. First letter: C client, S server, P proxy, R
 * resource here, D killed for its server went down, K killed by an operator, c client's and s
 * server's or queue's time ran out, - normal. Second: R waiting for the hello, Q in the queue, C
 * connecting, D moving data, - after it.
 */
public enum Termination {
  /** Both sides finished. */
  NORMAL("--"),
  /** The client left before its hello was complete. */
  CLIENT_LEFT_IN_HELLO("CR"),
  /** The client left while it waited for a place. */
  CLIENT_LEFT_IN_QUEUE("CQ"),
  /** The client left before a server answered. */
  CLIENT_LEFT_CONNECTING("CC"),
  /** The client reset the connection. */
  CLIENT_RESET("CD"),
  /** The hello did not come in time. */
  HELLO_TIMEOUT("cR"),
  /** Nothing moved for the idle time, or the client was silent after the server had finished. */
  CLIENT_SILENT("cD"),
  /** No server could be reached: refused, reset or unreachable, or there was none to try. */
  SERVER_REFUSED("SC"),
  /** No server answered in time. */
  SERVER_TIMEOUT("sC"),
  /** The server reset the connection. */
  SERVER_RESET("SD"),
  /** The server was silent after the client had finished. */
  SERVER_SILENT("sD"),
  /** No place became free in time. */
  QUEUE_TIMEOUT("sQ"),
  /** As many waited as may. */
  QUEUE_FULL("PQ"),
  /** Not let in, or a hello that could not be understood. */
  REJECTED("PR"),
  /** No socket or port left here. */
  NO_RESOURCE("RC"),
  /** Killed for its server went down, or the primary it hosted is elsewhere. */
  DOWN("DD"),
  /** Killed by an operator's maintenance or stop, before the hello was complete. */
  KILLED_IN_HELLO("KR"),
  /** The same in the queue. */
  KILLED_IN_QUEUE("KQ"),
  /** The same while connecting. */
  KILLED_CONNECTING("KC"),
  /** The same while data moved. */
  KILLED("KD");

  private final String code;

  Termination(String code) {
    this.code = code;
  }

  /** The two letters. */
  public String code() {
    return code;
  }

  /**
   * The code of an end that the engine saw by itself.
   *
   * @param phase what the session was doing
   * @param cause what ended it
   */
  static Termination of(Session.Phase phase, Ended.Cause cause) {
    return switch (cause) {
      case FINISHED -> phase == Session.Phase.OPEN ? NORMAL : clientLeft(phase);
      case CLIENT_ABORTED -> clientLeft(phase);
      case SERVER_ABORTED -> phase == Session.Phase.OPEN ? SERVER_RESET : SERVER_REFUSED;
      case IDLE, CLIENT_SILENT -> CLIENT_SILENT;
      case SERVER_SILENT -> SERVER_SILENT;
      case HELLO_TIMEOUT -> HELLO_TIMEOUT;
      case HELLO_BROKEN -> REJECTED;
      case CLOSED_BY_US -> killed(phase); // the engine shut down under us
    };
  }

  /** The code of a session that an operator ends. */
  static Termination killed(Session.Phase phase) {
    return switch (phase) {
      case HELLO -> KILLED_IN_HELLO;
      case WAITING -> KILLED_IN_QUEUE;
      case PAUSED, CONNECTING -> KILLED_CONNECTING;
      case OPEN, ENDING -> KILLED;
    };
  }

  private static Termination clientLeft(Session.Phase phase) {
    return switch (phase) {
      case HELLO -> CLIENT_LEFT_IN_HELLO;
      case WAITING -> CLIENT_LEFT_IN_QUEUE;
      case PAUSED, CONNECTING -> CLIENT_LEFT_CONNECTING;
      case OPEN, ENDING -> CLIENT_RESET;
    };
  }
}
