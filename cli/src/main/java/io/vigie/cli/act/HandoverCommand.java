package io.vigie.cli.act;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Terminal;
import io.vigie.cli.Terminal.Paint;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import io.vigie.kit.config.VigieConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A planned handover: the holder of a VIP resets its sessions, resigns and lets it go. */
@Command(
    name = "handover",
    description =
        "Moves a VIP, and the others of its sync group, to another balancer. Without Kafka it must"
            + " be run on the one that holds it.")
public final class HandoverCommand implements Callable<Integer> {

  /** After this long, nobody obeys a wish that is found in the log. */
  private static final Duration VALID = Duration.ofSeconds(30);

  /** Well over the 200 ms that the holder gives lb-service to reset sessions. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** Well over the skew time of the next in line: below 1 s with intervals of up to 1 s. */
  private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(5);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Parameters(paramLabel = "VIP", description = "The VIP, as named in the configuration.")
  private String vip = "";

  @Option(
      names = "--to",
      paramLabel = "HOST",
      description = "Only if this balancer is the next in line.")
  private @Nullable String to;

  @Option(
      names = "--force",
      description = "Even if nobody is known to be ready, or another one is the next in line.")
  private boolean force;

  /** Made by picocli. */
  HandoverCommand() {}

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    VigieConfig config = option.load(terminal);
    known("VIP", vip, config.vips().keySet());
    if (to != null) {
      known("balancer", to, config.balancers().keySet());
    }
    String until = Instant.now().plus(VALID).toString();
    CommandRequested wish =
        new CommandRequested(Kind.HANDOVER, vip, null, until, force, Asked.by(), to, null);
    Handed handed;
    try {
      handed = ask(config, wish);
    } catch (Failure away) {
      terminal.note(String.valueOf(away.getMessage()));
      try (LocalHandover local = new LocalHandover(config.management(), vip)) {
        handed = local.ask(wish, TAKEOVER_LIMIT);
      }
    }
    terminal.say(terminal.paint(Paint.GOOD, done(handed, withGroup(config))));
    return Exit.DONE;
  }

  private static void known(String what, String name, Set<String> all) {
    if (!all.contains(name)) {
      throw Failure.usage(
          all.isEmpty()
              ? "no %s %s; the configuration has none".formatted(what, name)
              : "no %s %s; there are %s".formatted(what, name, String.join(", ", all)));
    }
  }

  private Handed ask(VigieConfig config, CommandRequested wish) {
    try (KafkaPath log = KafkaPath.open(config.kafka(), EnumSet.of(Topic.COMMAND, Topic.VRRP))) {
      Envelope command = Asked.envelope(wish);
      HandoverTale tale = new HandoverTale(command.id(), vip);
      log.say(command);
      log.listen(ANSWER_LIMIT, tale::take, tale::answered);
      if (tale.answered()) {
        log.listen(TAKEOVER_LIMIT, tale::take, tale::over);
      }
      return tale.end(ANSWER_LIMIT);
    }
  }

  /** What was done, for people; what was not is a failure. */
  private String done(Handed handed, String what) {
    return switch (handed) {
      case Handed.Over(var from, var taker, var gap) when taker != null ->
          "%s handed over from %s to %s%s"
              .formatted(
                  what, from, taker, gap == null ? "" : "; nobody held it for " + gap + " ms");
      case Handed.Over(var from, _, _) ->
          "%s handed over by %s; who took it has not been heard of: see 'vigie status'"
              .formatted(what, from);
      case Handed.Back(var holder) ->
          throw Failure.failed(
              "%s let %s go, nobody took it, and it has it again; does vrrp-service run elsewhere?"
                  .formatted(holder, vip));
      case Handed.Kept(var holder, var why) ->
          throw Failure.failed("%s did not hand over %s: %s".formatted(holder, vip, why));
      case Handed.Elsewhere(var asked, var role, var holder) ->
          throw Failure.failed(
              "%s does not hold %s (it is %s): run the same on %s"
                  .formatted(
                      asked, vip, role, holder == null ? "the balancer that holds it" : holder));
      case Handed.Unanswered(var why) ->
          throw Failure.unknown(why + "; 'vigie status' shows who holds it");
    };
  }

  /** The VIP, and what moves with it. */
  private String withGroup(VigieConfig config) {
    return config.syncGroups().entrySet().stream()
        .filter(group -> group.getValue().members().contains(vip))
        .filter(group -> group.getValue().members().size() > 1)
        .findFirst()
        .map(
            group ->
                "%s, and with it %s (sync group %s),"
                    .formatted(
                        vip,
                        group.getValue().members().stream()
                            .filter(member -> !member.equals(vip))
                            .collect(Collectors.joining(" and ")),
                        group.getKey()))
        .orElse(vip);
  }
}
