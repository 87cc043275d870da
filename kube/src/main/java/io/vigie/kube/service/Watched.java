package io.vigie.kube.service;

import io.vigie.event.Topic;
import io.vigie.kube.read.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a watcher needs to know of the world.
 *
 * @param topic where it speaks
 * @param kinds objects its mind judges: all of them are to be listed before it says a word
 * @param beside objects it shows or answers questions from, without waiting for them
 * @param folds topics it hears besides its own and the observers'
 */
public record Watched(Topic topic, Set<Kind> kinds, Set<Kind> beside, Set<Topic> folds) {

  public Watched {
    kinds = Set.copyOf(kinds);
    beside = Set.copyOf(beside);
    folds = Set.copyOf(folds);
  }

  /** All kinds that are watched. */
  Set<Kind> all() {
    Set<Kind> all = EnumSet.copyOf(kinds);
    all.addAll(beside);
    return all;
  }

  /** All topics that are read. */
  Set<Topic> reads() {
    Set<Topic> all = EnumSet.of(topic, Topic.HEALTH, Topic.PRESENCE);
    all.addAll(folds);
    return all;
  }
}
