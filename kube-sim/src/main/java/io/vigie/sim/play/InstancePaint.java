package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Canvas.Title;
import io.vigie.sim.play.Instance.Role;
import java.util.Locale;
import java.util.Map;

/** The database's pods and their disruption budgets. */
final class InstancePaint {

  private static final int FIRST_HOST = 40;
  private static final int GRACE_SECONDS = 1800;

  private static final Template POD =
      new Template(
          """
          {"spec": {"nodeName": "%1$s", "containers": [{"name": "postgres", "image": "simulated/postgresql:18"}],
            "tolerations": [{"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]},
           "status": {"phase": "Running", "podIP": "10.42.%2$d.%3$d", "hostIP": "%4$s"}}
          """);

  private static final Template BUDGET =
      new Template(
          """
          {"spec": {"minAvailable": %1$d, "selector": {"matchLabels": {"cnpg.io/cluster": "%2$s", "cnpg.io/instanceRole": "%3$s"}}},
           "status": {"currentHealthy": %4$d, "desiredHealthy": %1$d, "expectedPods": %5$d, "disruptionsAllowed": %6$d, "observedGeneration": 1}}
          """);

  private final Canvas canvas;
  private final Map<String, Machine> machines;

  InstancePaint(Canvas canvas, Map<String, Machine> machines) {
    this.canvas = canvas;
    this.machines = machines;
  }

  void paint(Database db) {
    db.instances().stream().filter(Instance::there).forEach(one -> pod(db, one));
    budget(db, db.scene().name() + "-primary", Role.PRIMARY, 1);
    if (db.instances().size() >= 3) {
      budget(db, db.scene().name(), Role.REPLICA, db.instances().size() - 2);
    }
  }

  private void pod(Database db, Instance one) {
    Machine on = machines.get(one.node());
    if (on == null) {
      return;
    }
    ObjectNode body =
        POD.with(one.node(), on.number(), FIRST_HOST + one.made() % 60, on.place().address());
    boolean started = one.ready().is() || one.boots() == on.boots();
    ((ObjectNode) body.get("status"))
        .putArray("conditions")
        .add(
            Canvas.condition(
                "Ready", one.ready().is() ? "True" : "False", "", "", one.ready().at()))
        .add(
            Canvas.condition(
                "ContainersReady", started ? "True" : "False", "", "", one.ready().at()));
    String role = one.role().name().toLowerCase(Locale.ROOT);
    Map<String, String> labels =
        Map.of(
            "cnpg.io/cluster",
            db.scene().name(),
            "cnpg.io/instanceName",
            one.name(),
            "cnpg.io/podRole",
            "instance",
            "cnpg.io/instanceRole",
            role,
            "role",
            role);
    ObjectNode metadata =
        canvas.put(
            new Title("v1", "Pod", "pods", db.scene().namespace(), one.name()),
            Integer.toString(one.made()),
            labels,
            body);
    if (one.terminatingAt() > 0) {
      metadata.put("deletionTimestamp", Canvas.stamp(one.terminatingAt()));
      metadata.put("deletionGracePeriodSeconds", GRACE_SECONDS);
    }
  }

  private void budget(Database db, String name, Role role, int least) {
    long expected = db.instances().stream().filter(o -> o.there() && o.role() == role).count();
    long healthy = db.instances().stream().filter(o -> o.answers() && o.role() == role).count();
    ObjectNode body =
        BUDGET.with(
            least,
            db.scene().name(),
            role.name().toLowerCase(Locale.ROOT),
            healthy,
            expected,
            Math.max(0, healthy - least));
    canvas.put(
        new Title(
            "policy/v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            db.scene().namespace(),
            name),
        "",
        Map.of(),
        body);
  }
}
