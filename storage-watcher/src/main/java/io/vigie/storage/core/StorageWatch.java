package io.vigie.storage.core;

import io.vigie.event.CheckChanged;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.Topic;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.mind.Mind;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole of storage-watcher's mind: takes in objects, the observers' words and what was told so
 * far, and answers what is to be told now.
 *
 * <p>What is told is the difference between what is so and the last word on it, whoever said that.
 * So nothing is told twice, after a restart as little as after another watcher's turn, and what
 * happened meanwhile is told in one step.
 *
 * <p>Work is done in portions: inputs only mark what they touch, {@link #work} judges it, nodes
 * first. {@code now} is the caller's monotonic clock in ns. Thread rule: one thread.
 */
public final class StorageWatch implements Mind {

  private final Picture picture = new Picture();
  private final Said said = new Said();
  private final Teller teller;
  private final Causes causes = new Causes(said);
  private final Outages outages = new Outages(picture, said);
  private final Views views = new Views(picture, said, outages);
  private final RebuildJudge rebuilds = new RebuildJudge(picture);
  private final RiskJudge risks = new RiskJudge(picture, views);
  private final Set<String> dirtyNodes = new TreeSet<>();
  private final Set<String> dirtyVolumes = new LinkedHashSet<>();
  private final Set<String> goneReplicas = new TreeSet<>();
  private boolean whole;
  private boolean speaks;

  /** Knows nothing, says nothing. */
  public StorageWatch(EventIds ids) {
    teller = new Teller(ids, said);
  }

  /** The objects as last seen; to be read between calls only. */
  public Picture picture() {
    return picture;
  }

  @Override
  public void seen(Kubernetes object, long now) {
    Kubernetes before = picture.put(object);
    if (!object.equals(before)) {
      changed(object, now);
      left(before);
      if (object instanceof StorageNode node) {
        usable(node.key(), before instanceof StorageNode was && was.isUsable(), node.isUsable());
      }
    }
  }

  @Override
  public void gone(Kind kind, String key, long now) {
    Kubernetes before = picture.drop(kind, key);
    if (before != null) {
      changed(before, now);
      left(before);
    }
    if (kind == Kind.REPLICA && isListening()) {
      goneReplicas.add(key);
    }
  }

  /** One that was there may have been the last that a node waited for. */
  private void left(@Nullable Kubernetes before) {
    if (before instanceof Replica replica && isListening() && mayClear(replica.node())) {
      dirtyNodes.add(replica.node());
    }
  }

  private void changed(Kubernetes object, long now) {
    switch (object) {
      case Volume volume -> touch(Set.of(volume.key()));
      case Engine engine -> touch(Set.of(engine.volume()));
      case Replica replica -> touch(Set.of(replica.volume()));
      case StorageNode node -> recheck(node.key(), now);
      case KubeNode node -> recheck(node.key(), now);
      case Setting setting when Waits.SETTINGS.contains(setting.key()) ->
          touch(openRebuilds().collect(Collectors.toSet()));
      default -> {} // nothing storage depends on
    }
  }

  /** What waits for a node waits for another reason. */
  private void usable(String node, boolean before, boolean after) {
    if (before != after) {
      touch(picture.volumesOn(node));
    }
  }

  @Override
  public void whole(boolean whole) {
    boolean news = whole && !this.whole;
    this.whole = whole;
    if (news) {
      touchAll();
    }
  }

  @Override
  public void speaks(boolean speaks) {
    boolean news = speaks && !this.speaks;
    this.speaks = speaks;
    if (news) {
      touchAll();
    }
  }

  @Override
  public void heard(Envelope envelope, boolean fresh, long now) {
    if (envelope.type().topic() == Topic.STORAGE) {
      teller.remember(envelope.event(), envelope.ref());
      if (envelope.event() instanceof NodeAtRisk risk) {
        recheck(risk.node(), now); // what is held while nobody looks
      }
      return;
    }
    outages.heard(envelope, fresh, now);
    switch (envelope.event()) {
      case NodeChanged node -> recheck(node.node(), now);
      case CheckChanged _ -> {} // a node's checks together are its own word
      default -> recheck(now);
    }
  }

  @Override
  public void linkAlive(String observer, long now) {
    outages.linkAlive(observer, now);
  }

  @Override
  public void linkLost(String observer, long now) {
    outages.linkLost(observer);
    recheck(now);
  }

  @Override
  public void recheck(long now) {
    outages.recheck(now).forEach(this::turned);
  }

  private void recheck(String node, long now) {
    if (outages.recheck(node, now)) {
      turned(node);
    }
  }

  /** A node went down, or came back. */
  private void turned(String node) {
    if (isListening()) {
      dirtyNodes.add(node);
      touch(picture.volumesOn(node));
      touch(picture.attachedTo(node));
    }
  }

  @Override
  public boolean hasWork() {
    return isListening()
        && !(dirtyNodes.isEmpty() && dirtyVolumes.isEmpty() && goneReplicas.isEmpty());
  }

  /** {@inheritDoc} All nodes that went down come first; those that came back after the volumes. */
  @Override
  public List<Fact> work(int most, long now) {
    if (!hasWork()) {
      return List.of();
    }
    List<Fact> facts = new ArrayList<>();
    for (String node : List.copyOf(dirtyNodes)) {
      if (outages.isDown(node)) {
        dirtyNodes.remove(node);
        atRisk(node, facts);
      }
    }
    for (String volume : dirtyVolumes.stream().limit(most).toList()) {
      dirtyVolumes.remove(volume);
      volume(volume, facts, now);
    }
    for (String replica : List.copyOf(goneReplicas)) {
      goneReplica(replica, facts);
    }
    if (dirtyVolumes.isEmpty()) {
      dirtyNodes.forEach(node -> clear(node, facts));
      dirtyNodes.clear();
    }
    return facts;
  }

  /** Told from the last part to the first: where that one is, all of them are. */
  private void atRisk(String node, List<Fact> facts) {
    Outages.Outage outage = outages.of(node);
    if (outage != null && causes.openRisk(node) == null) {
      risks
          .atRisk(node, outage.basis())
          .reversed()
          .forEach(part -> teller.tell(part, outage.cause(), facts));
    }
  }

  private void clear(String node, List<Fact> facts) {
    NodeAtRisk open = causes.openRisk(node);
    if (open != null && risks.isWhole(node)) {
      Fact.Ref cause = said.ref(EventType.NODE_AT_RISK, node);
      for (int part = open.parts(); part >= 1; part--) {
        NodeAtRisk one = causes.openRisk(part == 1 ? node : node + "/" + part);
        if (one != null) {
          teller.tell(RiskJudge.clear(one), cause, facts);
        }
      }
    }
  }

  /** Its volume is judged first, by what the replica was. */
  private void goneReplica(String name, List<Fact> facts) {
    ReplicaChanged last = said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, name);
    if (last != null && dirtyVolumes.contains(last.volume())) {
      return;
    }
    goneReplicas.remove(name);
    if (last != null && picture.replica(name) == null) {
      teller.tell(ReplicaJudge.deleted(last), said.ref(EventType.REPLICA_CHANGED, name), facts);
    }
  }

  private void volume(String name, List<Fact> facts, long now) {
    Volume volume = picture.volume(name);
    if (volume == null) {
      forget(name, facts);
      return;
    }
    VolumeView view = views.of(volume);
    replicas(view, facts);
    Fact.Ref trouble = causes.trouble(view);
    rebuild(view, trouble, facts, now);
    VolumeChanged judged =
        VolumeJudge.judge(
            view, said.last(VolumeChanged.class, EventType.VOLUME_CHANGED, volume.key()));
    if (judged != null) {
      boolean better = judged.health() == VolumeHealth.HEALTHY;
      teller.tell(judged, causes.of(better, name, trouble), facts);
    }
    LastReplica alarm = said.last(LastReplica.class, EventType.LAST_REPLICA, name);
    LastReplica last = VolumeJudge.last(view, alarm);
    if (last.alarm() || alarm != null) {
      teller.tell(last, causes.of(!last.alarm(), name, trouble), facts);
    }
    view.replicas().stream().map(Replica::node).filter(this::mayClear).forEach(dirtyNodes::add);
  }

  private void rebuild(VolumeView view, Fact.@Nullable Ref trouble, List<Fact> facts, long now) {
    Told told = Told.of(view.name(), said);
    RebuildChanged rebuild = rebuilds.judge(view, told, now);
    if (rebuild == null) {
      return;
    }
    boolean goesOn = told.open() != null;
    teller.tell(
        rebuild, goesOn ? said.ref(EventType.REBUILD_CHANGED, view.name()) : trouble, facts);
    if (!Told.isOpen(rebuild)) {
      dirtyVolumes.add(view.name()); // another replica may be missing as well
    }
  }

  /** A node that is back is looked at again with each of its volumes. */
  private boolean mayClear(String node) {
    return !outages.isDown(node) && causes.openRisk(node) != null;
  }

  private void replicas(VolumeView view, List<Fact> facts) {
    for (Replica replica : picture.replicas(view.name())) {
      ReplicaChanged last =
          said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, replica.key());
      ReplicaState state = ReplicaJudge.judge(replica, view.engine(), last);
      boolean news = last == null ? state != ReplicaState.HEALTHY : state != last.state();
      if (state != null && news) {
        Fact.Ref cause =
            state == ReplicaState.FAILED
                ? causes.risk(replica.node())
                : said.ref(EventType.REPLICA_CHANGED, replica.key());
        teller.tell(ReplicaJudge.event(replica, state), cause, facts);
      }
    }
  }

  /** A volume is gone, and all that was open about it with it. */
  private void forget(String name, List<Fact> facts) {
    rebuilds.forget(name);
    Fact.Ref cause = said.ref(EventType.VOLUME_CHANGED, name);
    VolumeChanged last = said.last(VolumeChanged.class, EventType.VOLUME_CHANGED, name);
    if (last != null) {
      teller.tell(VolumeJudge.deleted(last), cause, facts);
    }
    RebuildChanged rebuild = said.last(RebuildChanged.class, EventType.REBUILD_CHANGED, name);
    if (rebuild != null && Told.isOpen(rebuild)) {
      teller.tell(RebuildJudge.dropped(rebuild), cause, facts);
    }
    LastReplica alarm = said.last(LastReplica.class, EventType.LAST_REPLICA, name);
    if (alarm != null) {
      teller.tell(new LastReplica(name, false, null, null, alarm.workload()), cause, facts);
    }
  }

  private Stream<String> openRebuilds() {
    return said.all(RebuildChanged.class).filter(Told::isOpen).map(RebuildChanged::volume);
  }

  /** Whether what changes matters now; what changed meanwhile is looked for when it does again. */
  private boolean isListening() {
    return speaks && whole;
  }

  private void touch(Set<String> volumes) {
    if (isListening()) {
      dirtyVolumes.addAll(volumes);
    }
  }

  private void touchAll() {
    if (isListening()) {
      dirtyNodes.addAll(picture.nodeNames());
      dirtyNodes.addAll(outages.nodes());
      said.all(NodeAtRisk.class).map(NodeAtRisk::node).forEach(dirtyNodes::add);
      dirtyVolumes.addAll(picture.volumes().keySet());
      said.all(VolumeChanged.class).map(VolumeChanged::volume).forEach(dirtyVolumes::add);
      said.all(LastReplica.class).map(LastReplica::volume).forEach(dirtyVolumes::add);
      openRebuilds().forEach(dirtyVolumes::add);
      said.all(ReplicaChanged.class)
          .map(ReplicaChanged::replica)
          .filter(replica -> picture.replica(replica) == null)
          .forEach(goneReplicas::add);
    }
  }

  /** What was told last of all there is, in bounded length. */
  public Overview overview() {
    return Overview.of(said, outages.bases());
  }

  /** How much work was done so far, in looks at a volume. */
  long looks() {
    return views.made();
  }

  /** How many volumes and nodes are still to be looked at. */
  int left() {
    return dirtyVolumes.size() + dirtyNodes.size();
  }

  /** How many words are kept, and copies timed. */
  long kept() {
    return said.all(Event.class).count() + rebuilds.timed();
  }
}
