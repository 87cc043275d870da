package io.vigie.testkit.sample.bad.core;

import io.vigie.kit.config.VigieConfig;
import io.vigie.kube.read.ObjectReader;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;

/** Everything a core must not do, one class each. */
final class Sins {

  private Sins() {}

  record UsesALibrary(Logger logger) {}

  record UsesTheKit(VigieConfig config) {}

  record ReadsObjects(ObjectReader reader) {}

  record HasASocket(Socket socket) {}

  record HasADatagramSocket(DatagramSocket socket) {}

  record HasAChannel(FileChannel channel) {}

  record HasAFile(Path file) {}

  record HasAThread(Thread thread) {}

  record HasALock(Lock lock) {}

  record HasAClock(Clock clock) {}

  record HasADie(Random random) {}

  static final class AsksForNanos {
    long now() {
      return System.nanoTime();
    }
  }

  static final class AsksForMillis {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class AsksForTheInstant {
    Instant now() {
      return Instant.now();
    }
  }

  static final class ThrowsADie {
    double next() {
      return Math.random();
    }
  }
}
