package io.vigie.testkit.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same of a service that watches the Kubernetes API: its core knows objects, not the wire. */
public abstract class WatcherRules extends ArchitectureRules {

  private static final String READ = "io.vigie.kube.read";

  /**
   * The rules of one watcher.
   *
   * @param module its package: {@code io.vigie.db}
   */
  protected WatcherRules(String module) {
    super(module);
  }

  WatcherRules(String module, ImportOption classes) {
    super(module, classes);
  }

  @Override
  protected final Set<String> pureKnows() {
    return Set.of(
        "io.vigie.kube.model",
        "io.vigie.kube.mind",
        "io.vigie.kube.picture",
        "io.vigie.kube.said",
        READ);
  }

  @Override
  protected final Set<String> standsOn() {
    return Set.of("io.vigie.kube..");
  }

  @Test
  public final void ofReadingObjectsTheCoreKnowsTheirKindsOnly() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .dependOnClassesThat(resideInAPackage(READ).and(not(name(READ + ".Kind"))))
        .check(ours());
  }
}
