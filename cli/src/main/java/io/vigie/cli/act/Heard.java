package io.vigie.cli.act;

import io.vigie.event.CommandAnswered.Outcome;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who heard a command.
 *
 * @param answers what became of it, by service such as {@code lb-1/lb-service}
 * @param silent services that are there and did not answer in time
 */
record Heard(Map<String, Answer> answers, SortedSet<String> silent) {

  Heard {
    answers = Map.copyOf(answers);
    silent = new TreeSet<>(silent);
  }

  /**
   * One service's answer.
   *
   * @param outcome what became of it
   * @param message the same for people
   */
  record Answer(Outcome outcome, String message) {}
}
