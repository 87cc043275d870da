package io.vigie.testkit.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every module keeps to: its core is pure, and it stands on the kit alone. Its {@code
 * ArchitectureTest} inherits the tests and says where it differs. A rule that finds no class to
 * look at fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureRules {

  private static final String EVENTS = "io.vigie.event..";

  /** Values that lie among what touches the world. */
  private static final DescribedPredicate<JavaClass> VALUES =
      belongToAnyOf(
          TimeUnit.class, InetAddress.class, InetSocketAddress.class, UnknownHostException.class);

  private final String module;
  private final JavaClasses ours;

  /**
   * The rules of one module.
   *
   * @param module its package: {@code io.vigie.lb}
   */
  protected ArchitectureRules(String module) {
    this(module, ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
  }

  ArchitectureRules(String module, ImportOption classes) {
    this.module = module;
    this.ours = new ClassFileImporter().withImportOption(classes).importPackages(module);
  }

  /** The classes of the module, without its tests. */
  protected final JavaClasses ours() {
    return ours;
  }

  /** The packages that are pure. */
  protected Set<String> pure() {
    return Set.of(module + ".core..");
  }

  /** What those may know besides Java, the events and each other. */
  protected Set<String> pureKnows() {
    return Set.of();
  }

  /** Modules it may use besides the kit and the events. */
  protected Set<String> standsOn() {
    return Set.of();
  }

  @Test
  public final void whatIsPureKnowsJavaAndTheEventsOnly() {
    classes()
        .that(in(List.of(pure())))
        .should()
        .onlyDependOnClassesThat(
            in(List.of(Set.of("java..", "org.jspecify.annotations", EVENTS), pure(), pureKnows())))
        .check(ours);
  }

  @Test
  public final void whatIsPureDoesNotTouchTheWorld() {
    noClasses()
        .that(in(List.of(pure())))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.concurrent..")
                .and(not(VALUES)))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(ours);
  }

  @Test
  public final void whatIsPureIsGivenTimeAndChance() {
    noClasses()
        .that(in(List.of(pure())))
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
        .check(ours);
  }

  @Test
  public final void noOtherModuleIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vigie..")
                .and(not(in(List.of(Set.of(module + "..", "io.vigie.kit..", EVENTS), standsOn())))))
        .check(ours);
  }

  private static DescribedPredicate<JavaClass> in(List<Set<String>> packages) {
    return resideInAnyPackage(
        packages.stream().flatMap(Collection::stream).sorted().toArray(String[]::new));
  }
}
