package io.vigie.kit.notify;

import io.vigie.kit.config.NotifyConfig;
import io.vigie.kit.notify.core.Letter;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that is called with the four arguments keepalived gives. It reads nothing, what it
 * writes is thrown away, and of our environment it sees only what is no secret. Exit code 0: it has
 * heard. If we are interrupted it goes on alone.
 */
final class Program implements Delivery {

  private static final File NOTHING = new File("/dev/null");
  private static final List<String> HANDED_ON = List.of("PATH", "HOME", "LANG", "TZ");
  private static final int END_MILLIS = 200;

  private final NotifyConfig target;

  Program(NotifyConfig target) {
    this.target = target;
  }

  @Override
  public Answer deliver(Letter letter) throws InterruptedException {
    List<String> command = new ArrayList<>(target.command());
    command.addAll(letter.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(NOTHING)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(HANDED_ON);
    environment.putAll(letter.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Answer.Missing("cannot be run: " + e.getMessage());
    }
    if (process.waitFor(target.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      int code = process.exitValue();
      return code == 0
          ? new Answer.Taken("exit code 0")
          : new Answer.Failed("exit code " + code, 0);
    }
    end(process);
    return new Answer.Failed("killed after " + target.timeout().toMillis() + " ms", 0);
  }

  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {}
}
