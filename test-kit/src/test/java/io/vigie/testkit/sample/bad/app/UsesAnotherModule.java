package io.vigie.testkit.sample.bad.app;

import io.vigie.sim.cluster.Cluster;

record UsesAnotherModule(Cluster cluster) {}
