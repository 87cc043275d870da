package io.vigie.storage.core;

import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.said.Said;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what was not told yet, and keeps the last words; of what has ended it keeps none. */
final class Teller {

  private final EventIds ids;
  private final Said said;

  Teller(EventIds ids, Said said) {
    this.ids = ids;
    this.said = said;
  }

  /** Tells it unless it is the last word already, or the end of what nobody spoke of. */
  void tell(Event event, Fact.@Nullable Ref cause, List<Fact> facts) {
    Said.Word last = said.word(EventType.of(event), event.subject());
    if (last == null ? isEnd(event) : last.event().equals(event)) {
      return;
    }
    Fact fact = Fact.of(ids.next(), event, cause);
    remember(event, fact.ref());
    facts.add(fact);
  }

  /** Takes in a word. */
  void remember(Event event, Fact.Ref ref) {
    EventType type = EventType.of(event);
    if (!isEnd(event)) {
      said.put(event, ref);
      return;
    }
    said.forget(type, event.subject());
    if (type == EventType.VOLUME_CHANGED && Told.of(event.subject(), said).open() == null) {
      said.forget(EventType.REBUILD_CHANGED, event.subject());
    }
  }

  private boolean isEnd(Event event) {
    return switch (event) {
      case ReplicaChanged replica -> replica.state() == ReplicaState.DELETED;
      case VolumeChanged volume -> volume.health() == VolumeHealth.DELETED;
      case LastReplica last -> !last.alarm();
      case RebuildChanged rebuild ->
          rebuild.stage() == RebuildStage.DROPPED
              && said.word(EventType.VOLUME_CHANGED, rebuild.volume()) == null;
      default -> false;
    };
  }
}
