package io.vigie.console.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.manage.ApiJson;
import io.vigie.kit.manage.ApiProblem;
import io.vigie.kit.news.kafka.KafkaStatus;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code POST /v1/commands}: writes down what a person wants, and waits for those who are
 * there to say what became of it.
 *
 * <p>Thread rule: the service's own context.
 */
final class CommandDesk {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
  private static final int ANSWER_MILLIS = 5_000;
  private static final int MOST_WAITING = 32;

  /** After this long, nobody obeys a one-shot that is found in the log. */
  private static final Duration VALID = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Home home;
  private final SafeDesk gate;
  private final Function<ServiceName, Set<String>> present;
  private final EventIds ids = new UuidV7(InstantSource.system(), new SecureRandom());

  /** By the command's id. */
  private final Map<String, Waiting> waiting = new HashMap<>();

  /**
   * A desk.
   *
   * @param present the services of a name that are there, as {@code HOST/SERVICE}
   */
  CommandDesk(Vertx vertx, Home home, SafeDesk gate, Function<ServiceName, Set<String>> present) {
    this.vertx = vertx;
    this.home = home;
    this.gate = gate;
    this.present = present;
  }

  /** Somebody waits for the answers to a command. */
  private record Waiting(
      RoutingContext request,
      String id,
      Wish wish,
      Set<String> expected,
      Map<String, Answer> answers,
      long timer) {

    boolean isOver() {
      return wish.kind() == Kind.HANDOVER // who holds it answers, and nobody else
          ? !answers.isEmpty()
          : !expected.isEmpty() && answers.keySet().containsAll(expected);
    }
  }

  /** What one service says became of it. */
  private record Answer(String service, Outcome outcome, String message) {}

  private record Result(
      String commandId,
      Kind kind,
      String target,
      String outcome,
      List<Answer> answers,
      Set<String> silent) {}

  private record Refusal(String error, String hint, SafeDesk.Safe safe) {}

  /** A command by HTTP. */
  void post(RoutingContext request) {
    String type = request.request().getHeader("content-type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new ApiProblem(415, "not JSON", "send it with Content-Type: application/json");
    }
    Wish wish = Wish.read(request.body().asString(), home.configuration());
    if (waiting.size() >= MOST_WAITING) {
      throw new ApiProblem(503, MOST_WAITING + " commands wait for answers", "try again later");
    }
    Optional<KafkaStatus> kafka = home.kafka().filter(status -> !status.answers());
    if (kafka.isPresent()) {
      throw new ApiProblem(
          503,
          "Kafka does not answer: nobody would hear it",
          "run vigie " + wish.kind().wire() + " " + wish.target() + " on a balancer");
    }
    allowed(wish)
        .onSuccess(
            refusal ->
                refusal.ifPresentOrElse(
                    no -> ApiJson.answer(request, 409, no), () -> say(request, wish)))
        .onFailure(request::fail);
  }

  /** Whether the gate lets it pass; if not, the refusal. */
  private Future<Optional<Refusal>> allowed(Wish wish) {
    boolean ask = wish.takesDown() && !wish.force() && home.configuration().kubernetes() != null;
    if (!ask) {
      return Future.succeededFuture(Optional.empty());
    }
    return gate.ask(wish.target())
        .map(
            safe ->
                safe.isYes()
                    ? Optional.empty()
                    : Optional.of(
                        new Refusal(
                            wish.target()
                                + (safe.verdict().equals("no")
                                    ? " may not be taken down"
                                    : ": whether it may be taken down is not known"),
                            "see what to do about each finding; \"force\": true does it anyway, and"
                                + " is recorded",
                            safe)));
  }

  private void say(RoutingContext request, Wish wish) {
    boolean oneShot = !wish.kind().desiredState();
    CommandRequested command =
        new CommandRequested(
            wish.kind(),
            wish.target(),
            null,
            oneShot ? Instant.now().plus(VALID).toString() : null,
            wish.force(),
            wish.by() + " (console on " + home.host() + ")",
            wish.to(),
            wish.why());
    String id = ids.next();
    long timer = vertx.setTimer(ANSWER_MILLIS, _ -> over(id));
    Set<String> expected = oneShot ? Set.of() : present.apply(ServiceName.LB);
    waiting.put(id, new Waiting(request, id, wish, expected, new TreeMap<>(), timer));
    home.journal().publish(Fact.root(id, command));
    LOG.atInfo()
        .addKeyValue("id", id)
        .addKeyValue("kind", wish.kind().wire())
        .addKeyValue("target", wish.target())
        .addKeyValue("by", command.by())
        .addKeyValue("why", command.why())
        .addKeyValue("force", wish.force())
        .log("command");
  }

  /** An event came, perhaps an answer. */
  void heard(Envelope envelope) {
    if (!(envelope.event() instanceof CommandAnswered answer)) {
      return;
    }
    Waiting one = waiting.get(answer.commandId());
    if (one != null) {
      one.answers()
          .put(answer.service(), new Answer(answer.service(), answer.outcome(), answer.message()));
      if (one.isOver()) {
        over(one.id());
      }
    }
  }

  private void over(String id) {
    Waiting one = waiting.remove(id);
    if (one == null || one.request().response().ended()) {
      return;
    }
    vertx.cancelTimer(one.timer());
    Set<String> silent = new TreeSet<>(one.expected());
    silent.removeAll(one.answers().keySet());
    List<Answer> answers = new ArrayList<>(one.answers().values());
    String outcome =
        answers.stream()
            .map(Answer::outcome)
            .max(Comparator.comparingInt(CommandDesk::weight))
            .map(Outcome::wire)
            .orElse("unanswered");
    ApiJson.answer(
        one.request(),
        silent.isEmpty() && !answers.isEmpty() ? 200 : 202,
        new Result(id, one.wish().kind(), one.wish().target(), outcome, answers, silent));
  }

  /** The worse the more. */
  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case DONE -> 0;
      case EXPIRED -> 1;
      case REFUSED -> 2;
      case FAILED -> 3;
    };
  }
}
