package io.vigie.storage.core;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.NodeView;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.Topic;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import io.vigie.kube.mind.Mind;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private final EventIds ids;
  private final Picture picture = new Picture();
  private final Said said = new Said();
  private final RebuildJudge rebuilds = new RebuildJudge(picture);
  private final RiskJudge risks = new RiskJudge(picture, said);
  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<String, Fact.Ref> deaths = new HashMap<>();
  private final Set<String> dirtyNodes = new TreeSet<>();
  private final Set<String> dirtyVolumes = new LinkedHashSet<>();
  private final Set<String> goneReplicas = new TreeSet<>();
  private Map<String, String> down = new TreeMap<>();
  private NodeView observers = NodeView.EMPTY;
  private boolean whole;
  private boolean speaks;

  /** Knows nothing, says nothing. */
  public StorageWatch(EventIds ids) {
    this.ids = ids;
  }

  /** The objects as last seen; to be read between calls only. */
  public Picture picture() {
    return picture;
  }

  /** An object is there, or is another than before. */
  @Override
  public void seen(Kubernetes object, long now) {
    touch(picture.put(object));
    if (object instanceof StorageNode || object instanceof KubeNode) {
      recheck(now);
    }
  }

  /** An object is gone. */
  @Override
  public void gone(Kind kind, String key, long now) {
    touch(picture.drop(kind, key));
    if (kind == Kind.REPLICA) {
      goneReplicas.add(key);
    }
    if (kind == Kind.NODE || kind == Kind.STORAGE_NODE) {
      recheck(now);
    }
  }

  /** Whether every kind was listed once, so that what is not there is gone. */
  @Override
  public void whole(boolean whole) {
    this.whole = whole;
    touchAll();
  }

  /** Whether it is this watcher's turn to speak, all that others said being known. */
  @Override
  public void speaks(boolean speaks) {
    this.speaks = speaks;
    touchAll();
  }

  /** An event, of an observer or of a storage-watcher. */
  @Override
  public void heard(Envelope envelope, boolean fresh, long now) {
    if (envelope.type().topic() == Topic.STORAGE) {
      said.put(envelope.event(), envelope.ref());
      return;
    }
    if (envelope.event() instanceof NodeChanged node && node.status() == NodeStatus.DOWN) {
      deaths.put(node.node(), envelope.ref());
    }
    observers = observers.heard(envelope, fresh, now);
    recheck(now);
  }

  /** The local link to this host's observer was opened, or pinged. */
  @Override
  public void linkAlive(String observer, long now) {
    observers = observers.linkAlive(observer, now);
  }

  /** The local link to this host's observer ended. */
  @Override
  public void linkLost(String observer, long now) {
    observers = observers.linkLost(observer);
    recheck(now);
  }

  /** Looks again who is down: a word can cease to count by time alone. */
  @Override
  public void recheck(long now) {
    Map<String, String> before = down;
    down = new TreeMap<>();
    for (String node : picture.nodeNames()) {
      String basis = basis(node, now);
      if (!basis.isEmpty()) {
        down.put(node, basis);
      }
    }
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(down.keySet());
    changed.removeIf(node -> before.containsKey(node) == down.containsKey(node));
    for (String node : changed) {
      dirtyNodes.add(node);
      dirtyVolumes.addAll(picture.volumesOn(node));
    }
    if (!changed.isEmpty()) {
      for (Volume volume : picture.volumes().values()) {
        if (changed.contains(volume.node())) {
          dirtyVolumes.add(volume.key());
        }
      }
    }
  }

  private String basis(String node, long now) {
    boolean probes =
        switch (observers.agreed(node, now).standing()) {
          case DOWN -> true;
          case UNKNOWN -> wasDown(node); // nobody looks any more: it stays as it was
          default -> false;
        };
    KubeNode kube = picture.kubeNode(node);
    StorageNode storage = picture.node(node);
    boolean kubernetes =
        (kube != null && kube.ready().isPresent() && !kube.ready().status().isTrue())
            || (storage != null && storage.ready().status() == Tri.FALSE);
    return probes ? (kubernetes ? "probes, kubernetes" : "probes") : kubernetes ? "kubernetes" : "";
  }

  private boolean wasDown(String node) {
    NodeAtRisk last = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, node);
    return last != null && last.risk() == Risk.AT_RISK && last.basis().startsWith("probes");
  }

  /** Whether {@link #work} has anything left to do. */
  @Override
  public boolean hasWork() {
    return speaks
        && whole
        && !(dirtyNodes.isEmpty() && dirtyVolumes.isEmpty() && goneReplicas.isEmpty());
  }

  /**
   * Judges what was touched: all nodes, and the next volumes.
   *
   * @param most how many volumes at once
   * @return what is to be told, in this order
   */
  @Override
  public List<Fact> work(int most, long now) {
    if (!hasWork()) {
      return List.of();
    }
    List<Fact> facts = new ArrayList<>();
    for (String node : List.copyOf(dirtyNodes)) {
      risk(node, facts);
    }
    dirtyNodes.clear();
    goneReplicas.forEach(replica -> goneReplica(replica, facts));
    goneReplicas.clear();
    for (String volume : dirtyVolumes.stream().limit(most).toList()) {
      dirtyVolumes.remove(volume);
      volume(volume, facts, now);
    }
    return facts;
  }

  /** What was told last of all there is, in bounded length. */
  public Overview overview() {
    return Overview.of(said, down);
  }

  private void risk(String node, List<Fact> facts) {
    NodeAtRisk last = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, node);
    NodeAtRisk open = last != null && last.risk() == Risk.AT_RISK ? last : null;
    String basis = down.get(node);
    if (basis != null && open == null) {
      Fact.Ref cause = basis.startsWith("probes") ? deaths.get(node) : null;
      List<NodeAtRisk> parts = risks.atRisk(node, basis, down::containsKey);
      parts.forEach(part -> tell(part, cause, facts));
    } else if (basis == null && open != null && risks.isWhole(node, down::containsKey)) {
      for (int part = 1; part <= open.parts(); part++) {
        String subject = part == 1 ? node : node + "/" + part;
        NodeAtRisk one = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, subject);
        if (one != null) {
          tell(RiskJudge.clear(one), said.ref(EventType.NODE_AT_RISK, node), facts);
        }
      }
    }
  }

  private void goneReplica(String name, List<Fact> facts) {
    ReplicaChanged last = said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, name);
    if (picture.replica(name) == null && last != null && last.state() != ReplicaState.DELETED) {
      tell(ReplicaJudge.deleted(last), said.ref(EventType.REPLICA_CHANGED, name), facts);
    }
  }

  private void volume(String name, List<Fact> facts, long now) {
    Volume volume = picture.volume(name);
    if (volume == null) {
      forget(name, facts);
      return;
    }
    VolumeView view = VolumeView.of(volume, picture, said, down::containsKey);
    RebuildChanged lastRebuild = said.last(RebuildChanged.class, EventType.REBUILD_CHANGED, name);
    boolean failed = lastRebuild != null && hasFailed(lastRebuild.replica());
    Fact.Ref trouble = trouble(view);
    replicas(view, facts);
    Pace pace = paces.computeIfAbsent(name, _ -> new Pace());
    RebuildChanged rebuild = rebuilds.judge(view, lastRebuild, failed, pace, now);
    if (rebuild != null) {
      boolean goesOn = lastRebuild != null && RebuildJudge.isOpen(lastRebuild);
      tell(rebuild, goesOn ? said.ref(EventType.REBUILD_CHANGED, name) : trouble, facts);
      if (!RebuildJudge.isOpen(rebuild)) {
        paces.remove(name);
        dirtyVolumes.add(name); // another replica may be missing as well
      }
    }
    VolumeChanged judged = VolumeJudge.judge(view);
    if (judged != null) {
      tell(judged, cause(judged.health() == VolumeHealth.HEALTHY, name, trouble), facts);
    }
    LastReplica last = VolumeJudge.last(view);
    if (last.alarm() || said.word(EventType.LAST_REPLICA, name) != null) {
      tell(last, cause(!last.alarm(), name, trouble), facts);
    }
    view.replicas().stream().map(Replica::node).filter(this::mayClear).forEach(dirtyNodes::add);
  }

  /** A node that is back is looked at again with each of its volumes. */
  private boolean mayClear(String node) {
    NodeAtRisk last = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, node);
    return !down.containsKey(node) && last != null && last.risk() == Risk.AT_RISK;
  }

  private boolean hasFailed(@Nullable String replica) {
    ReplicaChanged last =
        replica == null
            ? null
            : said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, replica);
    return last != null && last.state() != ReplicaState.HEALTHY;
  }

  private void replicas(VolumeView view, List<Fact> facts) {
    for (Replica replica : picture.replicas(view.name())) {
      ReplicaChanged last =
          said.last(ReplicaChanged.class, EventType.REPLICA_CHANGED, replica.key());
      ReplicaState state = ReplicaJudge.judge(replica, view.engine(), last);
      boolean news = last == null ? state != ReplicaState.HEALTHY : state != last.state();
      if (state != null && news && !(last == null && state == ReplicaState.DELETED)) {
        Fact.Ref cause =
            state == ReplicaState.FAILED
                ? said.ref(EventType.NODE_AT_RISK, openRisk(replica.node()))
                : said.ref(EventType.REPLICA_CHANGED, replica.key());
        tell(ReplicaJudge.event(replica, state), cause, facts);
      }
    }
  }

  /** What has befallen a volume: a node at risk that it has to do with, or a failed replica. */
  private Fact.@Nullable Ref trouble(VolumeView view) {
    List<String> nodes = new ArrayList<>(List.of(view.volume().node()));
    view.missing().forEach(replica -> nodes.add(replica.node()));
    for (String node : nodes) {
      Fact.Ref risk = said.ref(EventType.NODE_AT_RISK, openRisk(node));
      if (risk != null) {
        return risk;
      }
    }
    for (Replica replica : view.missing()) {
      Fact.Ref failed = said.ref(EventType.REPLICA_CHANGED, replica.key());
      if (failed != null) {
        return failed;
      }
    }
    return null;
  }

  /** The subject of a node's risk while it is open, else one that nobody speaks of. */
  private String openRisk(String node) {
    NodeAtRisk last = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, node);
    return last != null && last.risk() == Risk.AT_RISK ? node : "";
  }

  /** What is better again is so by its rebuild, what is worse by what befell it. */
  private Fact.@Nullable Ref cause(boolean better, String volume, Fact.@Nullable Ref trouble) {
    return better ? said.ref(EventType.REBUILD_CHANGED, volume) : trouble;
  }

  /** A volume is gone, and all that was open about it with it. */
  private void forget(String name, List<Fact> facts) {
    paces.remove(name);
    VolumeChanged last = said.last(VolumeChanged.class, EventType.VOLUME_CHANGED, name);
    if (last == null || last.health() == VolumeHealth.DELETED) {
      return;
    }
    tell(VolumeJudge.deleted(last), said.ref(EventType.VOLUME_CHANGED, name), facts);
    Fact.Ref cause = said.ref(EventType.VOLUME_CHANGED, name);
    RebuildChanged rebuild = said.last(RebuildChanged.class, EventType.REBUILD_CHANGED, name);
    if (rebuild != null && RebuildJudge.isOpen(rebuild)) {
      tell(RebuildJudge.dropped(rebuild), cause, facts);
    }
    LastReplica alarm = said.last(LastReplica.class, EventType.LAST_REPLICA, name);
    if (alarm != null && alarm.alarm()) {
      tell(new LastReplica(name, false, null, null, alarm.workload()), cause, facts);
    }
  }

  /** Tells it unless it is the last word already. */
  private void tell(Event event, Fact.@Nullable Ref cause, List<Fact> facts) {
    Said.Word last = said.word(EventType.of(event), event.subject());
    if (last != null && last.event().equals(event)) {
      return;
    }
    Fact fact = Fact.of(ids.next(), event, cause);
    said.put(event, fact.ref());
    facts.add(fact);
  }

  private void touch(@Nullable String volume) {
    if (volume != null) {
      dirtyVolumes.add(volume);
    }
  }

  private void touchAll() {
    if (speaks && whole) {
      dirtyNodes.addAll(picture.nodeNames());
      dirtyNodes.addAll(down.keySet());
      dirtyVolumes.addAll(picture.volumes().keySet());
      said.all(VolumeChanged.class).map(VolumeChanged::volume).forEach(dirtyVolumes::add);
      said.all(ReplicaChanged.class).map(ReplicaChanged::replica).forEach(goneReplicas::add);
    }
  }
}
