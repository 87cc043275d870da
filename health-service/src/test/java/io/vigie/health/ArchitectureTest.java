package io.vigie.health;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theCoreKnowsJavaAndTheEventsOnly() {
    classes()
        .that()
        .resideInAPackage("..health.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.util..",
            "io.vigie.event..",
            "io.vigie.health.core..",
            "org.jspecify..")
        .check(
            new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.vigie.health"));
  }
}
