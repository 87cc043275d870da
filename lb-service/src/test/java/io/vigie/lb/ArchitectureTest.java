package io.vigie.lb;

import io.vigie.testkit.rules.ArchitectureRules;

/** The core is pure, and the service stands on the kit alone. */
class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super("io.vigie.lb");
  }
}
