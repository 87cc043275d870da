package io.vigie.kit.config.yaml;

import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Entry;
import io.vigie.kit.config.yaml.YamlNode.Items;
import io.vigie.kit.config.yaml.YamlNode.Text;
import io.vigie.kit.config.yaml.YamlNode.Unreadable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Makes a tree of a parser's events, within bounds. */
final class TreeBuilder {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_NODES = 50_000;

  /** A list or map that is not finished. */
  private static final class Open {
    final Place place;
    final boolean map;
    final @Nullable String anchor;
    final int nodesBefore;
    final List<YamlNode> items = new ArrayList<>();
    final Map<String, Entry> entries = new LinkedHashMap<>();
    boolean keyNext = true;
    @Nullable Text key;

    Open(Place place, boolean map, @Nullable String anchor, int nodesBefore) {
      this.place = place;
      this.map = map;
      this.anchor = anchor;
      this.nodesBefore = nodesBefore;
    }
  }

  /** What an alias stands for, and how many nodes that is. */
  private record Anchored(YamlNode node, int nodes) {}

  private final int linesBefore;
  private final boolean partial;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private @Nullable YamlNode root;
  private Place last;
  private int nodes;

  /**
   * @param linesBefore how many lines of the file stand before this text
   * @param partial whether an alias may stand for something outside this text
   */
  TreeBuilder(int linesBefore, boolean partial) {
    this.linesBefore = linesBefore;
    this.partial = partial;
    this.last = new Place(linesBefore + 1, 1);
  }

  Optional<YamlNode> root() {
    return Optional.ofNullable(root);
  }

  List<Flaw> flaws() {
    return flaws;
  }

  /** Where the last event began. */
  Place last() {
    return last;
  }

  /**
   * Takes the next event.
   *
   * @return whether to go on
   */
  boolean accept(Event event) {
    last = place(event);
    return switch (event.getEventId()) {
      case StreamStart, DocumentEnd, StreamEnd, Comment -> true;
      case DocumentStart -> document();
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case MappingStart, SequenceStart -> begin((CollectionStartEvent) event);
      case MappingEnd, SequenceEnd -> end();
    };
  }

  private boolean document() {
    if (root == null) {
      return true;
    }
    flaw("a second document begins here", "one document", "remove this line and what follows");
    return false;
  }

  private boolean scalar(ScalarEvent event) {
    rejectTag(event.getTag());
    nodes++;
    Text text = new Text(last, event.getValue(), event.isPlain());
    anchor(event).ifPresent(name -> anchors.put(name, new Anchored(text, 1)));
    return place(text);
  }

  private boolean alias(AliasEvent event) {
    Anchored target = anchors.get(event.getAlias().getValue());
    if (target == null && partial) {
      return place(new Unreadable(last));
    }
    if (target == null) {
      flaw(
          "*%s stands for nothing".formatted(event.getAlias().getValue()),
          "an anchor (&%s) that was finished before".formatted(event.getAlias().getValue()),
          "");
      return place(new Unreadable(last));
    }
    nodes += target.nodes();
    return place(target.node());
  }

  private boolean begin(CollectionStartEvent event) {
    rejectTag(event.getTag());
    nodes++;
    if (open.size() >= MOST_DEPTH) {
      flaw("nested deeper than %d levels".formatted(MOST_DEPTH), "fewer levels", "");
      return false;
    }
    boolean map = event.getEventId() == Event.ID.MappingStart;
    open.push(new Open(last, map, anchor(event).orElse(null), nodes));
    return true;
  }

  private boolean end() {
    Open done = open.pop();
    YamlNode node =
        done.map
            ? new Entries(done.place, List.copyOf(done.entries.values()))
            : new Items(done.place, Collections.unmodifiableList(done.items));
    if (done.anchor != null) {
      anchors.put(done.anchor, new Anchored(node, 1 + nodes - done.nodesBefore));
    }
    return place(node);
  }

  /** Puts a finished node where it belongs. */
  private boolean place(YamlNode node) {
    Open parent = open.peek();
    if (nodes > MOST_NODES) {
      flaw("more than %,d values".formatted(MOST_NODES), "fewer; aliases count in full", "");
      return false;
    }
    if (parent == null) {
      root = node;
    } else if (!parent.map) {
      parent.items.add(node);
    } else if (parent.keyNext) {
      key(parent, node);
    } else {
      value(parent, node);
    }
    return true;
  }

  private void key(Open parent, YamlNode node) {
    parent.keyNext = false;
    if (node instanceof Text text) {
      parent.key = text;
    } else {
      parent.key = null;
      flaws.add(new Flaw(node.place(), "a key is a list or a map", "a name", "quote it"));
    }
  }

  private void value(Open parent, YamlNode node) {
    parent.keyNext = true;
    Text key = parent.key;
    if (key == null) {
      return;
    }
    Entry before = parent.entries.putIfAbsent(key.text(), new Entry(key, node));
    if (before != null) {
      flaws.add(Flaw.twice(key, before.key()));
    }
  }

  private void rejectTag(Optional<String> tag) {
    tag.ifPresent(name -> flaw("the tag %s".formatted(Shown.brief(name)), "no tags", "remove it"));
  }

  private void flaw(String what, String expected, String hint) {
    flaws.add(new Flaw(last, what, expected, hint));
  }

  private static Optional<String> anchor(NodeEvent event) {
    return event.getAnchor().map(Anchor::getValue);
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(last);
  }

  /** The place of a parser's mark. */
  Place place(Mark mark) {
    return new Place(linesBefore + mark.getLine() + 1, mark.getColumn() + 1);
  }
}
