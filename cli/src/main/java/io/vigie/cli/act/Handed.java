package io.vigie.cli.act;

import org.jspecify.annotations.Nullable;

/** What came of the wish that a VIP goes to another balancer. */
sealed interface Handed {

  /**
   * Its holder let it go.
   *
   * @param from who held it
   * @param to who holds it now; null if nobody has said so
   * @param gapMillis for how long nobody held it; null if the new holder cannot know or is not
   *     heard
   */
  record Over(String from, @Nullable String to, @Nullable Long gapMillis) implements Handed {}

  /**
   * Its holder let it go, nobody took it, and it has it again.
   *
   * @param holder who
   */
  record Back(String holder) implements Handed {}

  /**
   * Its holder did not let it go.
   *
   * @param holder who
   * @param why for people
   */
  record Kept(String holder, String why) implements Handed {}

  /**
   * The service that was asked does not hold it.
   *
   * @param asked the host it is on
   * @param role what it plays itself
   * @param holder who does as far as it knows: a balancer, an address, or null
   */
  record Elsewhere(String asked, String role, @Nullable String holder) implements Handed {}

  /**
   * Nobody answered.
   *
   * @param why for people
   */
  record Unanswered(String why) implements Handed {}
}
