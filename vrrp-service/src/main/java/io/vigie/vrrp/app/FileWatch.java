package io.vigie.vrrp.app;

import io.vertx.core.Vertx;
import io.vigie.kit.config.VipConfig.FileConfig;
import io.vigie.vrrp.core.Tracker.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a number from a file every second. A file that is not there, or holds none, holds 0.
 *
 * <p>Thread rule: the service's own context; the disk is waited for elsewhere.
 */
final class FileWatch {

  private static final int EVERY_MILLIS = 1_000;
  private static final int MOST_BYTES = 64;
  private static final int MOST = 253;

  private final Vertx vertx;
  private final long timer;
  private boolean reading;

  FileWatch(Vertx vertx, String name, FileConfig config, Consumer<Reading> readings) {
    this.vertx = vertx;
    this.timer =
        vertx.setPeriodic(
            0,
            EVERY_MILLIS,
            _ -> {
              if (!reading) {
                reading = true;
                vertx
                    .executeBlocking(() -> read(name, config), false)
                    .onComplete(_ -> reading = false)
                    .onSuccess(readings::accept);
              }
            });
  }

  private static Reading read(String name, FileConfig config) {
    try (InputStream in = Files.newInputStream(Path.of(config.path()))) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
      long value = Long.parseLong(text);
      int delta = Math.clamp(Math.clamp(value, -MOST, MOST) * (long) config.weight(), -MOST, MOST);
      return new Reading(true, delta, name + " holds " + value);
    } catch (NoSuchFileException e) {
      return new Reading(true, 0, name + " is not there");
    } catch (IOException | NumberFormatException e) {
      return new Reading(true, 0, name + " holds no number");
    }
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
