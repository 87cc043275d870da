package io.vigie.cli.incidents;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Exit;
import io.vigie.cli.Failure;
import io.vigie.cli.Json;
import io.vigie.cli.Span;
import io.vigie.cli.Terminal;
import io.vigie.event.Incident;
import io.vigie.event.Incident.IncidentState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what broke, and how it went, as the console told it to the log in Kafka. */
@Command(
    name = "incidents",
    description = "Shows what broke, and how it went; with an id, one incident step by step.")
public final class IncidentsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption option = new ConfigOption();

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "One incident: its id, or as much of the end of it as no other one has.")
  private @Nullable String id;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "30d",
      description =
          "Only those that began so long ago at most, and what is open (default:"
              + " ${DEFAULT-VALUE}).")
  private String since = "";

  @Option(names = "--open", description = "Only what is not over.")
  private boolean open;

  @Option(names = "--json", description = "A JSON list; with an id, one JSON object.")
  private boolean json;

  /** Made by picocli. */
  IncidentsCommand() {}

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec.commandLine());
    Instant from = Instant.now().minus(Span.parse("--since", since));
    List<Incident> all = IncidentLog.read(option.load(terminal).kafka());
    Listing listing = new Listing(terminal, ZoneId.systemDefault());
    String wanted = id;
    if (wanted != null) {
      Incident one = one(all, wanted);
      (json ? List.of(Json.text(one)) : listing.story(one)).forEach(terminal::say);
      return Exit.DONE;
    }
    List<Incident> shown =
        all.stream()
            .filter(i -> i.state() == IncidentState.OPEN || (!open && !began(i).isBefore(from)))
            .toList();
    if (json) {
      terminal.say(Json.text(shown));
    } else if (shown.isEmpty()) {
      terminal.note(open ? "nothing is open" : "no incident since " + from);
    } else {
      listing.table(shown).forEach(terminal::say);
    }
    return Exit.DONE;
  }

  private static Instant began(Incident incident) {
    return Instant.parse(incident.openedAt());
  }

  private static Incident one(List<Incident> all, String wanted) {
    List<Incident> fitting = all.stream().filter(i -> i.id().endsWith(wanted)).toList();
    Optional<Incident> exact = fitting.stream().filter(i -> i.id().equals(wanted)).findFirst();
    if (exact.isPresent()) {
      return exact.get();
    }
    return switch (fitting.size()) {
      case 1 -> fitting.getFirst();
      case 0 -> throw Failure.failed("no incident " + wanted + "; vigie incidents lists them");
      default ->
          throw Failure.usage(wanted + " fits " + fitting.size() + " incidents; write more of it");
    };
  }
}
