package io.vigie.kube;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.vigie.testkit.rules.ArchitectureRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Objects, how they are read and what was said of them are pure; one package knows the client. */
class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super("io.vigie.kube");
  }

  @Override
  protected Set<String> pure() {
    return Set.of(
        "io.vigie.kube.model",
        "io.vigie.kube.read",
        "io.vigie.kube.said",
        "io.vigie.kube.mind",
        "io.vigie.kube.picture",
        "io.vigie.kube.gate..");
  }

  @Test
  void onlyTheWatchKnowsTheClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.vigie.kube.watch")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(ours());
  }
}
