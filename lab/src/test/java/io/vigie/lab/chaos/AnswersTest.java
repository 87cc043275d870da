package io.vigie.lab.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.chaos.Answers.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  /** Ten answers a second. */
  private static List<Answer> reign(String sender, double from, double until) {
    List<Answer> answers = new ArrayList<>();
    for (double at = from; at <= until + 1e-9; at += 0.1) {
      answers.add(new Answer(at, sender));
    }
    return answers;
  }

  private static double both(List<List<Answer>> reigns) {
    return Answers.bothMillis(
        reigns.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingDouble(Answer::seconds))
            .toList());
  }

  @Test
  void oneAfterTheOtherIsNotBoth() {
    assertEquals(0, both(List.of(reign("a", 0, 10), reign("b", 10.2, 20), reign("a", 20.1, 30))));
  }

  @Test
  void reignsThatOverlapAreBoth() {
    assertEquals(1_000, both(List.of(reign("a", 0, 10), reign("b", 9, 20))), 1e-6);
  }

  @Test
  void aSingleLateAnswerIsAMoment() {
    assertEquals(0, both(List.of(reign("a", 0, 10), reign("b", 10.2, 20), reign("a", 15, 15))));
  }
}
