package io.vigie.vrrp.app;

import io.vigie.kit.config.VipConfig.FileConfig;
import io.vigie.kit.config.VipConfig.ScriptConfig;
import io.vigie.vrrp.core.Group;
import java.util.List;
import java.util.Map;

/**
 * One group, ready to be played.
 *
 * @param group for the core
 * @param routers in the same order as the group's
 * @param scripts programs to run, by tracker
 * @param files files to read, by tracker
 */
record GroupPlan(
    Group group,
    List<RouterPlan> routers,
    Map<String, ScriptConfig> scripts,
    Map<String, FileConfig> files) {

  GroupPlan {
    routers = List.copyOf(routers);
    scripts = Map.copyOf(scripts);
    files = Map.copyOf(files);
  }

  /** The tracker of a router's link. */
  static String link(String networkInterface) {
    return "link " + networkInterface;
  }
}
