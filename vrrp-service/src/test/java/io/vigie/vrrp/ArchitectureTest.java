package io.vigie.vrrp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The core is pure, and the service stands on the kit alone. */
class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.vigie.vrrp");

  @Test
  void theCoreKnowsJavaAndTheEventsOnly() {
    classes()
        .that()
        .resideInAPackage("..core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify.annotations", "io.vigie.event", "io.vigie.vrrp.core..")
        .check(OURS);
  }

  @Test
  void theCoreDoesNotTouchTheWorld() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Socket.class, ServerSocket.class, DatagramSocket.class)
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
                    not(resideInAnyPackage("io.vigie.vrrp..", "io.vigie.kit..", "io.vigie.event"))))
        .check(OURS);
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
        .check(OURS);
  }

  @Test
  void nativeCodeStaysInNet() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..net..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(OURS);
  }
}
