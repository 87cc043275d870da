package io.vigie.db;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vigie.kube.read.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The core is pure, and the service stands on the kit and on kube alone. */
class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.vigie.db");

  @Test
  void theCoreKnowsJavaTheEventsAndTheObjectsOnly() {
    classes()
        .that()
        .resideInAPackage("..core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations",
            "io.vigie.event",
            "io.vigie.kube.model",
            "io.vigie.kube.mind",
            "io.vigie.kube.picture",
            "io.vigie.kube.said",
            "io.vigie.kube.read",
            "io.vigie.db.core..")
        .check(OURS);
  }

  @Test
  void ofReadingObjectsTheCoreKnowsTheirKindsOnly() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vigie.kube.read").and(not(equivalentTo(Kind.class))))
        .check(OURS);
  }

  @Test
  void theCoreDoesNotTouchTheWorld() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "java.net..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(OURS);
  }

  @Test
  void theCoreIsGivenTimeAndChance() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(OURS);
  }

  @Test
  void noOtherServiceIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vigie..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.vigie.db..",
                            "io.vigie.kube..",
                            "io.vigie.kit..",
                            "io.vigie.event"))))
        .check(OURS);
  }
}
