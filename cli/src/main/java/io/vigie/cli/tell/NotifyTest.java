package io.vigie.cli.tell;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Json;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.event.Tone;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.HostName;
import io.vigie.kit.config.NotifyConfig;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.notify.Answer;
import io.vigie.kit.notify.Delivery;
import io.vigie.kit.notify.core.Letter;
import io.vigie.kit.notify.core.Notice;
import io.vigie.kit.notify.core.Parcel;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a message that says it is a test, by the way a service would take. */
@Command(
    name = "test",
    description =
        "Sends a test to one target, or to all, and says what the other side answered; exit code 0"
            + " if it took it, 1 if not, 3 if it did not answer, 4 if a program cannot be run.")
final class NotifyTest implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "A name under `notify`; without it, each of them.")
  private @Nullable String target;

  @Option(names = "--json", description = "One JSON array: target, type, outcome, answer.")
  private boolean json;

  /** What came of it, as JSON. */
  private record Outcome(String target, String type, String outcome, String answer) {}

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine());
    VigieConfig config = option.load(terminal);
    List<Outcome> outcomes = new ArrayList<>();
    List<Integer> codes = new ArrayList<>();
    for (Map.Entry<String, NotifyConfig> one : asked(config).entrySet()) {
      Answer answer;
      try (Delivery delivery = Delivery.to(one.getValue())) {
        answer = delivery.deliver(letter(config));
      }
      Outcome outcome =
          new Outcome(
              one.getKey(),
              one.getValue().type().name().toLowerCase(Locale.ROOT),
              word(answer),
              answer.said());
      outcomes.add(outcome);
      codes.add(code(answer));
      if (!json) {
        Paint paint = answer instanceof Answer.Taken ? Paint.GOOD : Paint.BAD;
        terminal.say(
            "%s (%s): %s: %s"
                .formatted(
                    outcome.target(),
                    outcome.type(),
                    terminal.paint(paint, outcome.outcome()),
                    outcome.answer()));
      }
    }
    if (json) {
      terminal.say(Json.text(outcomes));
    }
    return worst(codes);
  }

  private Map<String, NotifyConfig> asked(VigieConfig config) {
    Map<String, NotifyConfig> all = config.targets();
    if (all.isEmpty()) {
      throw Failure.usage("nobody is to be told: there is nothing under `notify`");
    }
    if (target == null) {
      return all;
    }
    NotifyConfig one = all.get(target);
    if (one == null) {
      throw Failure.usage(
          "no target %s under `notify`; there are %s"
              .formatted(target, String.join(", ", all.keySet())));
    }
    return Map.of(target, one);
  }

  private static Letter letter(VigieConfig config) {
    String id = new UuidV7(InstantSource.system(), new SecureRandom()).next();
    String host =
        HostName.find(null, System.getenv(), HostName.ofMachine(), config)
                instanceof HostName.Known(String name)
            ? name
            : "cli";
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Notice notice =
        new Notice(
            id,
            id,
            "TEST",
            "notify",
            "TEST",
            0,
            "this is a test: notifications of %s arrive here".formatted(config.cluster()),
            Tone.PLAIN,
            host,
            "cli",
            now.toString());
    return new Letter(config.cluster(), new Parcel(List.of(notice), 0, 0));
  }

  private static String word(Answer answer) {
    return switch (answer) {
      case Answer.Taken _ -> "taken";
      case Answer.Refused _ -> "refused";
      case Answer.Failed _ -> "failed";
      case Answer.Silent _ -> "silent";
      case Answer.Missing _ -> "missing";
    };
  }

  private static int code(Answer answer) {
    return switch (answer) {
      case Answer.Taken _ -> Exit.DONE;
      case Answer.Refused _, Answer.Failed _ -> Exit.FAILED;
      case Answer.Silent _ -> Exit.UNKNOWN;
      case Answer.Missing _ -> Exit.MISSING;
    };
  }

  /** What is known to be wrong comes before what is not known. */
  private static int worst(List<Integer> codes) {
    for (int code : List.of(Exit.FAILED, Exit.MISSING, Exit.UNKNOWN)) {
      if (codes.contains(code)) {
        return code;
      }
    }
    return Exit.DONE;
  }
}
