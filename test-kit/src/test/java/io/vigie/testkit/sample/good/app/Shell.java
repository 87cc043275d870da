package io.vigie.testkit.sample.good.app;

import io.vigie.kit.config.VigieConfig;
import java.nio.file.Path;

/** What is around a core may touch the world and stands on the kit. */
record Shell(VigieConfig config, Path file) {}
