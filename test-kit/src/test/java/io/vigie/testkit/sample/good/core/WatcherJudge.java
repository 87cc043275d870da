package io.vigie.testkit.sample.good.core;

import io.vigie.kube.read.Kind;

/** What the core of a watcher may use as well. */
record WatcherJudge(Kind kind) {}
