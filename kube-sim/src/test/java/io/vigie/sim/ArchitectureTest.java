package io.vigie.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vigie.sim");

  @Test
  void theInsideIsPure() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.vigie.sim.store..", "io.vigie.sim.schema..", "io.vigie.sim.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..", "io.netty..", "org.slf4j..", "java.net..", "java.nio.file..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Random.class, Thread.class, Files.class, Path.class)
        .check(CLASSES);
  }

  @Test
  void nothingOfOursIsBelow() {
    classes()
        .that()
        .resideInAPackage("io.vigie.sim..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.vigie.sim..",
            "io.vertx..",
            "com.fasterxml.jackson..",
            "org.snakeyaml..",
            "org.slf4j..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theStoreKnowsNothingAboveIt() {
    noClasses()
        .that()
        .resideInAPackage("io.vigie.sim.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vigie.sim.schema..", "io.vigie.sim.cluster..", "io.vigie.sim.api..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.vigie.sim.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vigie.sim.api..")
        .check(CLASSES);
  }
}
