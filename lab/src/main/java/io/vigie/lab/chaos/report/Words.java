package io.vigie.lab.chaos.report;

/** Sentences of a report. */
final class Words {

  static final String TITLE = "What clients lost";
  static final String MEANING =
      "A request is lost if it has no answer within a second of when it was due, whether others"
          + " were answered or not. Seconds lost are the sum, over every second, of the share of"
          + " its requests that were lost. The longest outage is from the first lost request to"
          + " the next that was not; p50, p99 and p99.9 are of those answered in time.";
  static final String EMPTY = "No run has ended yet.";
  static final String REASONS = "Why requests were lost";
  static final String SETTING = "How it was measured";

  private Words() {}
}
