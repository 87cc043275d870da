package io.vigie.cli.act;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.cli.safe.Answer;
import io.vigie.cli.safe.Gatekeeper;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A wish for one node. It holds until the next one, across restarts; services that are not there
 * hear it when they start.
 */
abstract class NodeCommand implements Callable<Integer> {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Parameters(paramLabel = "NODE", description = "The node, as named in the configuration.")
  private String node = "";

  private final Kind kind;

  NodeCommand(Kind kind) {
    this.kind = kind;
  }

  /** The weight to ask for; null with every other kind. */
  @Nullable Integer weight() {
    return null;
  }

  /** Whether it is asked first if the node may be taken down. */
  boolean asksFirst() {
    return false;
  }

  /** Whether a refusal is overridden. */
  boolean force() {
    return false;
  }

  @Override
  public final Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    VigieConfig config = option.load(terminal);
    if (!config.nodes().containsKey(node)) {
      throw Failure.usage(
          "no node " + node + "; there are " + String.join(", ", config.nodes().keySet()));
    }
    if (asksFirst() && config.kubernetes() != null) {
      gate(config, terminal);
    }
    CommandRequested wish = new CommandRequested(kind, node, weight(), null, force(), Asked.by());
    Heard heard;
    try {
      heard = ask(config, wish);
    } catch (Failure away) {
      terminal.note(String.valueOf(away.getMessage()));
      heard = new HttpPath(config).ask(wish);
      report(heard, terminal);
      throw Failure.unknown(
          "asked over HTTP those within reach; a service elsewhere, or one that starts later, has"
              + " not heard it: ask again when Kafka is back");
    }
    report(heard, terminal);
    if (heard.answers().isEmpty() && heard.silent().isEmpty()) {
      throw Failure.unknown(
          "no lb-service has said in the last 6 s that it is there; the wish is in Kafka and holds"
              + " when one starts");
    }
    return exit(heard);
  }

  /** Whether the node may go; what speaks against it is shown even if it is overridden. */
  private void gate(VigieConfig config, Terminal terminal) {
    Answer answer = new Gatekeeper(config).ask(node);
    if (answer.exitCode() == Exit.DONE) {
      return;
    }
    answer.against(terminal).forEach(terminal.err()::println);
    boolean no = answer.exitCode() == Exit.FAILED;
    String why = node + (no ? " may not be taken down" : ": whether it may go is not known");
    if (force()) {
      terminal.note(why + "; done anyway, and recorded as forced by " + Asked.by());
      return;
    }
    String refusal =
        "%s refused: %s; see above what to do, --force does it anyway"
            .formatted(kind.name().toLowerCase(Locale.ROOT), why);
    throw no ? Failure.failed(refusal) : Failure.unknown(refusal);
  }

  /** Those who are there are waited for. */
  private static Heard ask(VigieConfig config, CommandRequested wish) {
    try (KafkaPath log =
        KafkaPath.open(config.kafka(), EnumSet.of(Topic.COMMAND, Topic.PRESENCE))) {
      SortedSet<String> present = log.present(ServiceName.LB);
      Envelope command = Asked.envelope(wish);
      log.say(command);
      Map<String, Heard.Answer> answers = new HashMap<>();
      log.listen(
          ANSWER_LIMIT,
          envelope -> {
            if (envelope.event() instanceof CommandAnswered answer
                && answer.commandId().equals(command.id())) {
              answers.put(answer.service(), new Heard.Answer(answer.outcome(), answer.message()));
            }
          },
          () -> answers.keySet().containsAll(present));
      present.removeAll(answers.keySet());
      return new Heard(answers, present);
    }
  }

  private static int exit(Heard heard) {
    boolean all = heard.answers().values().stream().allMatch(a -> a.outcome() == Outcome.DONE);
    if (!all) {
      return Exit.FAILED;
    }
    return heard.silent().isEmpty() ? Exit.DONE : Exit.UNKNOWN;
  }

  private void report(Heard heard, Terminal terminal) {
    new TreeMap<>(heard.answers())
        .forEach(
            (service, answer) ->
                terminal.say(
                    terminal.paint(
                        answer.outcome() == Outcome.DONE ? Paint.GOOD : Paint.BAD,
                        "%s: %s %s %s%s"
                            .formatted(
                                service,
                                kind.name().toLowerCase(Locale.ROOT),
                                node,
                                answer.outcome().name().toLowerCase(Locale.ROOT),
                                answer.message().isBlank() ? "" : ": " + answer.message()))));
    heard
        .silent()
        .forEach(
            service ->
                terminal.note(
                    service
                        + " is there and did not answer within "
                        + ANSWER_LIMIT.toSeconds()
                        + " s; see 'vigie events --type answered'"));
  }
}
