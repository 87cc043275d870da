package io.vigie.lab.bench.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which proxies take part. */
public final class Products {

  /** What can be asked for, in the order of the table. */
  public static final List<String> NAMES =
      List.of(Haproxy.NAME, Haproxy.TUNED, Nginx.NAME, VigieLb.NAME);

  private static final int FEW_SERVERS = 10;
  private static final int MANY_SERVERS = 1_000;
  private static final int MANY_FRONTENDS = 100;

  private Products() {}

  /** The servers that must be there. */
  static int servers(List<Work> work) {
    return work.stream().anyMatch(Work::isGrowth) ? MANY_SERVERS : 1;
  }

  /** Those asked for that can be started here; {@code say} hears of the others. */
  static List<Product> of(ProxyBench.Options options, Consumer<String> say) throws IOException {
    List<Product> products = new ArrayList<>();
    for (String name : NAMES) {
      if (!options.products().contains(name)) {
        continue;
      }
      switch (name) {
        case Haproxy.NAME, Haproxy.TUNED ->
            products.add(product(name, new Haproxy(options.haproxy(), name.equals(Haproxy.TUNED))));
        case Nginx.NAME -> {
          switch (Nginx.find()) {
            case Nginx.Found.Here(Nginx nginx) -> products.add(product(name, nginx));
            case Nginx.Found.Missing(String why) -> say.accept("nginx is left out: " + why);
          }
        }
        default ->
            engines(options)
                .forEach(
                    engine -> {
                      VigieLb vigie = VigieLb.shipped(engine, options.vigie());
                      products.add(product(vigie.name(), vigie));
                    });
      }
    }
    return products;
  }

  /** Vigie with few servers and one frontend, with many servers, with many frontends. */
  static List<Product> growth(ProxyBench.Options options) {
    List<Product> products = new ArrayList<>();
    for (String engine : engines(options)) {
      String few = VigieLb.name(engine) + " 10 servers";
      List<String> vigie = options.vigie();
      products.add(
          new Product(
              few, few, new VigieLb(few, engine, VigieLb.PROXY, FEW_SERVERS, 1, false, vigie)));
      String many = VigieLb.name(engine) + " 1000 servers";
      products.add(
          new Product(
              many, few, new VigieLb(many, engine, VigieLb.PROXY, MANY_SERVERS, 1, false, vigie)));
      String wide = VigieLb.name(engine) + " 10 servers 100 frontends";
      products.add(
          new Product(
              wide,
              few,
              new VigieLb(wide, engine, VigieLb.PROXY, FEW_SERVERS, MANY_FRONTENDS, false, vigie)));
    }
    return products;
  }

  private static List<String> engines(ProxyBench.Options options) {
    return options.engines().isEmpty() ? List.of("") : options.engines();
  }

  private static Product product(String name, Product.Launch launch) {
    return new Product(name, Haproxy.NAME, launch);
  }
}
