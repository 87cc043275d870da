package io.vigie.kube.read;

import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Tri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects of {@code postgresql.cnpg.io/v1}. */
final class PostgresReader {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private PostgresReader() {}

  static Postgres cluster(Fields object) {
    Fields spec = object.at("spec");
    Fields status = object.at("status");
    Fields notes = object.at("metadata").at("annotations");
    Map<String, Boolean> reported = new HashMap<>();
    status
        .objects("instancesReportedState")
        .forEach((pod, state) -> reported.put(pod, state.truth("isPrimary")));
    return new Postgres(
        CoreReader.key(object),
        spec.count("instances"),
        status.count("readyInstances"),
        status.texts("instanceNames"),
        status.text("currentPrimary"),
        status.instant("currentPrimaryTimestamp"),
        status.text("targetPrimary"),
        status.instant("targetPrimaryTimestamp"),
        status.instant("currentPrimaryFailingSinceTimestamp"),
        status.count("timelineID"),
        status.text("phase"),
        status.at("instancesStatus").texts("healthy"),
        reported,
        sync(spec),
        quoted(notes.text("cnpg.io/fencedInstances")),
        notes.text("cnpg.io/hibernation").equals("on")
            || status.condition("cnpg.io/hibernation").status() == Tri.TRUE,
        !notes.text("cnpg.io/reconciliationLoop").equals("disabled"),
        status.condition("ContinuousArchiving"),
        LonghornReader.deleting(object));
  }

  static Quorum quorum(Fields object) {
    Fields status = object.at("status");
    return new Quorum(
        CoreReader.key(object),
        status.texts("standbyNames"),
        status.count("standbyNumber"),
        status.text("primary"));
  }

  /** The new way to ask for synchronous standbys, else the old one, which gives way when short. */
  private static Sync sync(Fields spec) {
    Fields asked = spec.at("postgresql").at("synchronous");
    if (asked.count("number") > 0) {
      return new Sync(
          asked.count("number"),
          !asked.text("dataDurability").equals("preferred"),
          asked.truth("failoverQuorum"));
    }
    int old = spec.count("minSyncReplicas");
    return old > 0 ? new Sync(old, false, false) : Sync.NONE;
  }

  private static List<String> quoted(String json) {
    List<String> names = new ArrayList<>();
    Matcher name = QUOTED.matcher(json);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
