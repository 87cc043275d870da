package io.vigie.testkit.sample.good.core;

import io.vigie.event.Event;
import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** All that a core may use. */
record Judge(Event event, InetAddress address, TimeUnit unit, Instant given) {}
