package io.vigie.console.core.incident;

import io.vigie.console.core.incident.Sign.Mood;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that was said of one thing by one voice, in order, however it came. */
final class History {

  private final Comparator<Word> order;
  private final List<Word> words = new ArrayList<>(2);

  /** The first and the last word on the progress of a rebuild: those between tell nothing new. */
  private @Nullable Map<String, Progress> progress;

  private List<Episode> episodes = List.of();

  private record Progress(Word first, Word last) {
    /** One of the two that is out of date; null if there is only one. */
    @Nullable Word old(Word one) {
      return first.id().equals(last.id()) ? null : one;
    }
  }

  History(boolean ownVoice) {
    order = Word.order(ownVoice);
  }

  List<Word> words() {
    return words;
  }

  List<Episode> episodes() {
    return episodes;
  }

  /**
   * Takes a word in, once.
   *
   * @param dropped told of words that need not be kept
   */
  void add(Word word, Consumer<Word> dropped) {
    if (word.envelope().event() instanceof RebuildChanged rebuild
        && rebuild.stage() == RebuildStage.COPYING) {
      progress(rebuild, word, dropped);
    } else {
      insert(word);
    }
  }

  /** Tells its episodes anew; those that are as before are the same objects. */
  List<Episode> retell() {
    List<Episode> told = new ArrayList<>();
    Map<String, Episode> before = new HashMap<>();
    episodes.forEach(episode -> before.put(episode.first().id(), episode));
    for (Episode episode : Episode.in(words)) {
      Episode same = before.get(episode.first().id());
      told.add(same != null && same.isAs(episode) ? same : episode);
    }
    episodes = List.copyOf(told);
    return episodes;
  }

  /**
   * Forgets what was over before then, but for the last word if that is a good one.
   *
   * @param forgotten told of each word
   */
  void forget(long beforeMillis, Consumer<Word> forgotten) {
    Set<Word> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Episode episode : episodes) {
      if (episode.endMillis() >= beforeMillis) {
        kept.addAll(episode.words());
      }
    }
    if (!words.isEmpty() && words.getLast().sign().mood() == Mood.GOOD) {
      kept.add(words.getLast());
    }
    words.removeIf(
        word -> {
          boolean goes = word.atMillis() < beforeMillis && !kept.contains(word);
          if (goes) {
            forgotten.accept(word);
          }
          return goes;
        });
    if (progress != null) {
      progress.values().removeIf(p -> !words.contains(p.first()) || !words.contains(p.last()));
    }
  }

  private void progress(RebuildChanged rebuild, Word word, Consumer<Word> dropped) {
    if (progress == null) {
      progress = new HashMap<>();
    }
    String chain = word.envelope().fact().correlationId();
    String key = chain + "/" + rebuild.replica() + "/" + rebuild.attempt();
    Progress known = progress.get(key);
    if (known == null) {
      progress.put(key, new Progress(word, word));
      insert(word);
    } else if (order.compare(word, known.first()) < 0) {
      replace(known.old(known.first()), word, dropped);
      progress.put(key, new Progress(word, known.last()));
    } else if (order.compare(word, known.last()) > 0) {
      replace(known.old(known.last()), word, dropped);
      progress.put(key, new Progress(known.first(), word));
    } else {
      dropped.accept(word);
    }
  }

  private void replace(@Nullable Word old, Word word, Consumer<Word> dropped) {
    if (old != null) {
      words.remove(Collections.binarySearch(words, old, order));
      dropped.accept(old);
    }
    insert(word);
  }

  private void insert(Word word) {
    if (words.isEmpty() || order.compare(word, words.getLast()) > 0) {
      words.add(word);
      return;
    }
    int at = Collections.binarySearch(words, word, order);
    if (at < 0) {
      words.add(-at - 1, word);
    }
  }
}
