package io.vigie.vrrp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.vigie.testkit.rules.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** The core is pure, and the service stands on the kit alone. */
class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super("io.vigie.vrrp");
  }

  @Test
  void theCodecIsPure() {
    classes()
        .that()
        .resideInAPackage("..codec..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "javax.crypto..", "org.jspecify.annotations", "io.vigie.vrrp.codec..")
        .check(ours());
  }

  @Test
  void nativeCodeStaysInNet() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..net..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(ours());
  }
}
