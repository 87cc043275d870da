package io.vigie.lb.core;

/** Where a session goes: to a server, or nowhere for a reason. */
sealed interface Choice permits Server, Choice.Nowhere {

  /** Why there is no server. */
  enum Nowhere implements Choice {
    /** Those that might serve have no place. */
    FULL,
    /** Each that might serve has failed this session. */
    ALL_FAILED,
    /** None may be used. */
    NONE
  }
}
