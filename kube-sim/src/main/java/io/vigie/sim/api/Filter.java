package io.vigie.sim.api;

import io.vigie.sim.cluster.FieldSelector;
import io.vigie.sim.cluster.Selector;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Stored;
import java.util.Map;
import java.util.function.Predicate;

/** Which objects a list or a watch is about. */
sealed interface Filter {

  /** These. */
  record Good(Predicate<Stored> fits) implements Filter {}

  /** It cannot be used. */
  record Bad(Refusal why) implements Filter {}

  static Filter of(Target target, Ask ask) {
    Predicate<Map<String, String>> labels = Selector.labels(ask.text("labelSelector"));
    if (labels == null) {
      return new Bad(
          Refusal.badRequest("unable to parse requirement: " + ask.text("labelSelector")));
    }
    return switch (FieldSelector.of(target.type(), ask.text("fieldSelector"))) {
      case FieldSelector.Read.Bad(String why) -> new Bad(Refusal.badRequest(why));
      case FieldSelector.Read.Good(Predicate<Stored> fields) -> {
        String name = target.name();
        yield new Good(
            object ->
                (name.isEmpty() || object.key().name().equals(name))
                    && labels.test(object.labels())
                    && fields.test(object));
      }
    };
  }
}
