package io.vigie.kube.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the observers say of the nodes: they notice long before Kubernetes does. */
final class ObserverRules {

  private final GatePicture picture;
  private final String node;
  private final Findings findings;

  ObserverRules(GatePicture picture, String node, Findings findings) {
    this.picture = picture;
    this.node = node;
    this.findings = findings;
  }

  void judge() {
    List<String> unseen = new ArrayList<>();
    Set<String> probed = new TreeSet<>(picture.layout().probed());
    probed.addAll(picture.standings().keySet());
    for (String one : probed) {
      switch (picture.standing(one)) {
        case UP -> {}
        case UNKNOWN -> unseen.add(one);
        case DOWN -> down(one);
        case DEGRADED ->
            findings.warning(
                Area.KUBERNETES, "some check of " + one + " fails", "'vigie status' shows which");
        case DISPUTED ->
            unsteady(one, "one observer says that " + one + " is down, another that it is not");
        case FLAPPING -> unsteady(one, one + " goes up and down: whether it stays is not known");
      }
    }
    if (!unseen.isEmpty()) {
      findings.unknown(
          Area.FRESHNESS,
          "no observer that counts says how it is with " + Findings.names(unseen),
          "see that health-service runs and is not impaired: vigie status");
    }
  }

  private void down(String one) {
    if (one.equals(node)) {
      findings.warning(Area.KUBERNETES, node + " is down already", "");
    } else {
      findings.no(
          Area.KUBERNETES,
          one + " is down for the observers",
          "wait until it is back and whole again");
    }
  }

  private void unsteady(String one, String text) {
    if (one.equals(node)) {
      findings.warning(Area.KUBERNETES, text, "");
    } else {
      findings.unknown(Area.KUBERNETES, text, "wait until it is steady; see 'vigie status'");
    }
  }
}
