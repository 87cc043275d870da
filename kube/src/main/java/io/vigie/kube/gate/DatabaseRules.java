package io.vigie.kube.gate;

import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Tri;
import io.vigie.kube.picture.Picture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every database can go on. What its phase says does not count: it stays "healthy" for minutes
 * after a node died, and "failing over" for minutes after it is writable again.
 */
final class DatabaseRules {

  private final Picture objects;
  private final String node;
  private final Nodes nodes;
  private final Findings findings;

  DatabaseRules(GatePicture picture, String node, Nodes nodes, Findings findings) {
    this.objects = picture.objects();
    this.node = node;
    this.nodes = nodes;
    this.findings = findings;
  }

  void judge() {
    int judged = 0;
    for (Postgres database : objects.databases().values()) {
      if (!database.deleting()) {
        judged++;
        new One(database).judge();
      }
    }
    if (judged == 0) {
      findings.yes(Area.DATABASE, "there are no databases");
    } else if (findings.isFine(Area.DATABASE)) {
      findings.yes(Area.DATABASE, "each of " + judged + " databases can go on");
    }
  }

  private void no(Postgres database, String text, String whatToDo) {
    findings.no(Area.DATABASE, database.key() + " " + text, whatToDo);
  }

  private void warning(Postgres database, String text, String whatToDo) {
    findings.warning(Area.DATABASE, database.key() + " " + text, whatToDo);
  }

  /** One database. */
  private final class One {

    private final Postgres database;
    private final Collection<Pod> pods;
    private final List<String> doubts = new ArrayList<>();

    One(Postgres database) {
      this.database = database;
      this.pods = objects.pods(database.key());
    }

    void judge() {
      operated();
      if (database.hibernated()) {
        return; // nothing runs that could go down
      }
      steady();
      places();
      Pod primary = primary();
      boolean here = primary != null && primary.node().equals(node);
      List<Pod> left = standbysLeft(primary);
      if (here && database.instances() > 1) {
        primaryHere(left);
      }
      synchronous(here ? left.size() - 1 : left.size());
      quorum(here, left);
      if (database.archiving().status() == Tri.FALSE) {
        warning(
            database,
            "does not archive its WAL: " + database.archiving().reason(),
            "mend that first if you need point-in-time recovery");
      }
      if (!doubts.isEmpty()) {
        findings.unknown(
            Area.DATABASE,
            database.key() + ": " + String.join("; ", doubts),
            "wait until that is known");
      }
    }

    /** Whether the operator may act on it. */
    private void operated() {
      if (database.hibernated()) {
        no(database, "hibernates: nobody looks after it", "kubectl cnpg hibernate off");
      }
      if (!database.reconciled()) {
        no(
            database,
            "is not reconciled (annotation cnpg.io/reconciliationLoop): no failover",
            "remove the annotation");
      }
      if (!database.fenced().isEmpty()) {
        no(
            database,
            "is fenced: " + Findings.names(database.fenced()),
            "kubectl cnpg fencing off, once what it was for is done");
      }
    }

    /** Whether it has what it should have, and changes nothing now. */
    private void steady() {
      if (database.primary().isEmpty()) {
        no(database, "has no primary yet", "wait until it has");
      } else if (!database.primary().equals(database.target())) {
        no(
            database,
            "changes its primary: from %s to %s".formatted(database.primary(), database.target()),
            "wait until that is done: vigie events --type failover");
      }
      long ready = pods.stream().filter(Pod::isReady).count();
      if (database.ready() < database.instances() || ready < database.instances()) {
        no(
            database,
            "has %d of %d instances ready%s"
                .formatted(
                    Math.min(ready, database.ready()), database.instances(), contradiction(ready)),
            "wait until all are: kubectl cnpg status");
      }
    }

    /** That it says of itself that all is well. */
    private String contradiction(long ready) {
      boolean says = database.ready() >= database.instances();
      return says && ready < database.instances() ? ", though it says that all are" : "";
    }

    /** On how many nodes it is. */
    private void places() {
      Set<String> on = new TreeSet<>();
      pods.stream().filter(pod -> !pod.deleting()).forEach(pod -> on.add(pod.node()));
      if (!on.equals(Set.of(node))) {
        if (on.size() == 1 && database.instances() > 1) {
          warning(database, "has all instances on " + on.iterator().next(), "spread them");
        }
      } else if (database.instances() <= 1) {
        no(
            database,
            "has one instance, and it is here: downtime unavoidable, and drain hangs on its budget",
            "raise instances and wait, or set enablePDB: false and use --force");
      } else {
        no(
            database,
            "has all its instances here",
            "spread them over the nodes (podAntiAffinity) before");
      }
    }

    private @Nullable Pod primary() {
      for (Pod pod : pods) {
        if (pod.name().equals(database.primary())) {
          return pod;
        }
      }
      if (!database.primary().isEmpty()) {
        doubts.add("where its primary " + database.primary() + " runs is not known");
      }
      return null;
    }

    /** Standbys that serve, elsewhere, on nodes that can be relied on. */
    private List<Pod> standbysLeft(@Nullable Pod primary) {
      List<Pod> left = new ArrayList<>();
      for (Pod pod : pods) {
        boolean counts =
            !pod.equals(primary)
                && pod.isReady()
                && !pod.node().equals(node)
                && !database.isFenced(pod.name())
                && (database.healthy().isEmpty() || database.healthy().contains(pod.name()));
        if (counts) {
          Nodes.Trust trust = nodes.forPods(pod.node());
          if (trust.isWell()) {
            left.add(pod);
          } else if (trust.verdict() == Verdict.UNKNOWN) {
            doubts.add(trust.why());
          }
        }
      }
      return left;
    }

    private void primaryHere(List<Pod> left) {
      String primary = database.primary();
      if (left.isEmpty()) {
        no(
            database,
            "has its primary %s here, and no ready standby elsewhere".formatted(primary),
            "wait until a standby elsewhere is ready");
        return;
      }
      String next = left.getFirst().name();
      warning(
          database,
          "has its primary %s here: it goes to another instance, a short stop of writes"
              .formatted(primary),
          "kubectl cnpg promote -n %s %s %s, at a time you choose"
              .formatted(
                  database.key().substring(0, Math.max(0, database.key().indexOf('/'))),
                  database.key().substring(database.key().indexOf('/') + 1),
                  next));
    }

    /** Whether commits would find the standbys they wait for. */
    private void synchronous(int standbys) {
      int number = database.sync().number();
      if (!database.sync().required() || number == 0) {
        return;
      }
      if (standbys < number) {
        no(
            database,
            "would block writes: they wait for %d synchronous standby, and %d would be left"
                .formatted(number, Math.max(0, standbys)),
            "add an instance, or set dataDurability: preferred for the time");
      } else if (standbys == number) {
        warning(
            database,
            "would have %d standby left, as many as writes wait for: the next loss blocks them"
                .formatted(standbys),
            "");
      }
    }

    /** Whether a failover would be allowed. */
    private void quorum(boolean here, List<Pod> left) {
      if (!database.sync().quorum()) {
        return;
      }
      Quorum quorum = objects.quorum(database.key());
      long ready =
          quorum == null
              ? 0
              : left.stream().filter(pod -> quorum.standbys().contains(pod.name())).count();
      if (quorum != null && quorum.isCovered((int) ready)) {
        return;
      }
      String text =
          quorum == null
              ? "has no FailoverQuorum object: a failover would be refused"
              : "would refuse a failover: %d ready of %d synchronous standbys are too few"
                  .formatted(ready, quorum.standbys().size());
      if (here) {
        no(database, text, "wait until all its standbys are ready, or switch over first");
      } else {
        warning(database, text + " while the node is away", "");
      }
    }
  }
}
