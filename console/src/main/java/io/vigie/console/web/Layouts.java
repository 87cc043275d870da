package io.vigie.console.web;

import io.vigie.console.core.picture.Layout;
import io.vigie.console.core.picture.Layout.Front;
import io.vigie.console.core.picture.Layout.Place;
import io.vigie.console.core.picture.Layout.Servers;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The frame of the picture, from the configuration. */
final class Layouts {

  private Layouts() {}

  static Layout of(VigieConfig config) {
    return new Layout(
        each(config.nodes(), node -> new Place(node.address(), node.host())),
        each(config.balancers(), balancer -> new Place(balancer.address(), balancer.host())),
        services(config),
        each(config.vips(), vip -> vip.addresses()),
        each(config.frontends(), front -> new Front(List.of(front.listen()), front.pool())),
        each(
            config.pools(),
            pool -> new Servers(pool.port(), List.copyOf(pool.servers().keySet()))));
  }

  private static <A, B> Map<String, B> each(Map<String, A> from, Function<A, B> made) {
    Map<String, B> to = new LinkedHashMap<>();
    from.forEach((name, one) -> to.put(name, made.apply(one)));
    return to;
  }

  private static List<String> services(VigieConfig config) {
    List<String> services = new ArrayList<>();
    for (ServiceName name : ServiceName.values()) {
      boolean wanted =
          switch (name) {
            case HEALTH, LB, CONSOLE -> true;
            case VRRP -> !config.vips().isEmpty();
            case STORAGE, DB -> config.kubernetes() != null;
          };
      if (wanted) {
        services.add(name.wire());
      }
    }
    return services;
  }
}
