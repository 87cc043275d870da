package io.vigie.lab.docker;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test class that runs where a Docker engine answers, and is skipped with a reason elsewhere. */
@Tag("docker")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDocker.EngineCondition.class)
@interface NeedsDocker {

  /** Asks {@code docker version}, which reaches the engine, for at most 10 s. */
  final class EngineCondition implements ExecutionCondition {

    private static final int LIMIT_SECONDS = 10;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        Process asked =
            new ProcessBuilder("docker", "version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!asked.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          asked.destroyForcibly();
          return no("the Docker engine does not answer within " + LIMIT_SECONDS + " s");
        }
        return asked.exitValue() == 0
            ? ConditionEvaluationResult.enabled("a Docker engine answers")
            : no("no Docker engine answers (docker version: exit code " + asked.exitValue() + ")");
      } catch (IOException e) {
        return no("no docker command: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return no("interrupted");
      }
    }

    private static ConditionEvaluationResult no(String reason) {
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
