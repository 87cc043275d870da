package io.vigie.testkit.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Each rule lets the good module pass and finds every class that breaks it in the bad one. */
class ArchitectureRulesTest {

  private static final String SAMPLE = "io.vigie.testkit.sample.";

  private final Sample good = new Sample("good");
  private final Sample bad = new Sample("bad");
  private final WatcherSample goodWatcher = new WatcherSample("good");
  private final WatcherSample badWatcher = new WatcherSample("bad");

  private static final class Sample extends ArchitectureRules {
    Sample(String module) {
      super(SAMPLE + module, ImportOption.Predefined.ONLY_INCLUDE_TESTS);
    }
  }

  private static final class WatcherSample extends WatcherRules {
    WatcherSample(String module) {
      super(SAMPLE + module, ImportOption.Predefined.ONLY_INCLUDE_TESTS);
    }
  }

  @Test
  void whatKeepsToThemPasses() {
    assertDoesNotThrow(good::whatIsPureDoesNotTouchTheWorld);
    assertDoesNotThrow(good::whatIsPureIsGivenTimeAndChance);
    assertDoesNotThrow(goodWatcher::whatIsPureKnowsJavaAndTheEventsOnly);
    assertDoesNotThrow(goodWatcher::ofReadingObjectsTheCoreKnowsTheirKindsOnly);
    assertDoesNotThrow(goodWatcher::noOtherModuleIsUsed);
  }

  @Test
  void whatAServiceDoesNotStandOnIsFound() {
    breaks(good::whatIsPureKnowsJavaAndTheEventsOnly, "WatcherJudge");
    breaks(good::noOtherModuleIsUsed, "WatcherJudge");
    breaks(bad::whatIsPureKnowsJavaAndTheEventsOnly, "UsesALibrary", "UsesTheKit");
    breaks(bad::noOtherModuleIsUsed, "UsesAnotherModule");
  }

  @Test
  void aCoreThatTouchesTheWorldIsFound() {
    breaks(
        bad::whatIsPureDoesNotTouchTheWorld,
        "HasASocket",
        "HasADatagramSocket",
        "HasAChannel",
        "HasAFile",
        "HasAThread",
        "HasALock");
  }

  @Test
  void aCoreWithAClockOrADieIsFound() {
    breaks(
        bad::whatIsPureIsGivenTimeAndChance,
        "AsksForNanos",
        "AsksForMillis",
        "AsksForTheInstant",
        "ThrowsADie",
        "HasAClock",
        "HasADie");
  }

  @Test
  void aCoreThatReadsObjectsIsFound() {
    breaks(badWatcher::ofReadingObjectsTheCoreKnowsTheirKindsOnly, "ReadsObjects");
  }

  @Test
  void aRuleWithoutAClassToLookAtFails() {
    Sample nobody = new Sample("nobody");
    assertThrows(AssertionError.class, nobody::whatIsPureKnowsJavaAndTheEventsOnly);
    assertThrows(AssertionError.class, nobody::whatIsPureDoesNotTouchTheWorld);
    assertThrows(AssertionError.class, nobody::whatIsPureIsGivenTimeAndChance);
    assertThrows(AssertionError.class, nobody::noOtherModuleIsUsed);
  }

  private static void breaks(Executable rule, String... classes) {
    String found = String.valueOf(assertThrows(AssertionError.class, rule).getMessage());
    for (String one : classes) {
      assertTrue(found.contains(one), () -> one + " is not in: " + found);
    }
  }
}
