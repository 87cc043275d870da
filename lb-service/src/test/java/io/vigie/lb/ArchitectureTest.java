package io.vigie.lb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.vigie.testkit.rules.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** The core is pure, the service stands on the kit alone, and native code has its place. */
class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super("io.vigie.lb");
  }

  @Test
  void nativeCodeStaysWhereTheKernelIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..net.linux..", "..direct..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(ours());
  }

  @Test
  void enginesDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("..net.linux..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..net.nio..")
        .check(ours());
    noClasses()
        .that()
        .resideInAPackage("..net.nio..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..net.linux..")
        .check(ours());
  }
}
