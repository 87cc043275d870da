package io.vigie.event;

/**
 * An observer's last word on a node, or on a check of it.
 *
 * @param observer the balancer host that observes
 * @param says what it holds
 * @param impaired whether it doubted itself then: the word does not count
 * @param said the event: a {@link NodeChanged} or a {@link CheckChanged}
 * @param ref how to name it as a cause
 * @param sequence its place in the observer's news
 * @param heardNanos when it reached us, on the monotonic clock of the fold
 */
public record Word(
    String observer,
    Standing says,
    boolean impaired,
    Event said,
    Fact.Ref ref,
    Sequence sequence,
    long heardNanos) {

  static Word of(Envelope envelope, Standing says, boolean impaired, long now) {
    return new Word(
        envelope.host(),
        says,
        impaired,
        envelope.event(),
        envelope.ref(),
        envelope.sequence(),
        now);
  }
}
