package io.vigie.kube;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Objects, how they are read and what was said of them are pure; one package knows the client. */
class ArchitectureTest {

  private static final String[] PURE = {
    "io.vigie.kube.model",
    "io.vigie.kube.read",
    "io.vigie.kube.said",
    "io.vigie.kube.mind",
    "io.vigie.kube.picture",
    "io.vigie.kube.gate.."
  };

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.vigie.kube");

  @Test
  void whatIsPureKnowsJavaAndTheEventsOnly() {
    classes()
        .that(resideInAnyPackage(PURE))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify.annotations", "io.vigie.event")
                .or(resideInAnyPackage(PURE)))
        .check(OURS);
  }

  @Test
  void whatIsPureIsGivenTheTime() {
    noClasses()
        .that(resideInAnyPackage(PURE).or(resideInAPackage("io.vigie.kube.gate..")))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(OURS);
  }

  @Test
  void onlyTheWatchKnowsTheClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.vigie.kube.watch")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(OURS);
  }

  @Test
  void noServiceIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vigie..")
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage("io.vigie.kube..", "io.vigie.kit..", "io.vigie.event"))))
        .check(OURS);
  }
}
