package io.vigie.console;

import io.vigie.testkit.rules.ArchitectureRules;

/** The core is pure, and the service stands on the kit alone. */
class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super("io.vigie.console");
  }
}
