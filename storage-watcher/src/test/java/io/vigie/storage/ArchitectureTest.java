package io.vigie.storage;

import io.vigie.testkit.rules.WatcherRules;

/** The core is pure, and the service stands on the kit and on kube alone. */
class ArchitectureTest extends WatcherRules {

  ArchitectureTest() {
    super("io.vigie.storage");
  }
}
