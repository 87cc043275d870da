package io.vigie.storage.core;

import static io.vigie.storage.core.Longhorn.LONG_AGO;
import static io.vigie.storage.core.Longhorn.engine;
import static io.vigie.storage.core.Longhorn.replica;
import static io.vigie.storage.core.Scene.copy;
import static io.vigie.storage.core.Scene.rw;

import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import java.util.Map;

/** Objects as the replica on k3s-2 fails and is filled again, and scenes that begin so far. */
final class Refill {

  static final String FAILED = "2026-08-21T10:00:06Z";
  static final String COPIED = "2026-08-21T10:14:31Z";
  static final String BROKEN = "2026-08-21T10:16:00Z";
  static final String AGAIN = "2026-08-21T10:19:00Z";
  static final String REBUILT = "2026-08-21T10:24:02Z";
  static final String QUEUED = "queued: a node rebuilds 5 at once";

  static final Replica GIVEN_UP = replica(2, FAILED, LONG_AGO, FAILED, LONG_AGO, 0);
  static final Replica REUSED = replica(2, "", "", FAILED, LONG_AGO, 1);
  static final Replica WHOLE = replica(2, "", REBUILT, FAILED, REBUILT, 0);
  static final Kubernetes WITHOUT = engine("k3s-1", rw(1, 3), FAILED, Map.of());
  static final Kubernetes ALL = engine("k3s-1", rw(1, 2, 3), REBUILT, Map.of());

  private Refill() {}

  /** The replica on k3s-2 has failed, and its node is back. */
  static Scene failed() {
    return Scene.well()
        .is(GIVEN_UP, WITHOUT, new VolumeMaker("pvc-1").degraded().make())
        .whatever();
  }

  /** And it is filled, this far. */
  static Scene copying(int progress) {
    return failed().is(REUSED, copied(progress)).whatever();
  }

  /** The engine fills it, this far. */
  static Kubernetes copied(int progress) {
    return at(COPIED, copy(2, progress));
  }

  /** The engine fills it, since then. */
  static Kubernetes at(String since, Map<String, Rebuild> copies) {
    return engine("k3s-1", rw(rw(1, 3), 2, Mode.WO), since, copies);
  }

  /** The copy has failed. */
  static Kubernetes broken(String error) {
    return at(COPIED, Map.of(replica(2), new Rebuild(42, error)));
  }
}
