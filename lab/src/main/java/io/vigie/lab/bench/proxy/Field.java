package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.proxy.Product.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Products that run side by side. */
final class Field implements AutoCloseable {

  /** One of them. */
  record Runner(Product product, Proxy proxy) {}

  private final List<Runner> runners = new ArrayList<>();

  private Field() {}

  /** Starts them; one that cannot be started is left out, and {@code say} hears why. */
  static Field start(List<Product> products, Path directory, Site site, Consumer<String> say)
      throws IOException, InterruptedException {
    Field field = new Field();
    try {
      for (Product product : products) {
        field.add(product, directory, site, say);
      }
      return field;
    } catch (IOException | InterruptedException e) {
      field.close();
      throw e;
    }
  }

  private void add(Product product, Path directory, Site site, Consumer<String> say)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(directory, "product");
    Proxy proxy = product.launch().start(own, site);
    try {
      proxy.awaitListening();
      runners.add(new Runner(product, proxy));
    } catch (IOException e) {
      proxy.close();
      say.accept("left out: " + e.getMessage());
    } catch (InterruptedException e) {
      proxy.close();
      throw e;
    }
  }

  /** All of them, another one first in each round. */
  List<Runner> order(int round) {
    List<Runner> order = new ArrayList<>(runners);
    Collections.rotate(order, 1 - round);
    return order;
  }

  /** What runs beside one of them has taken so far, in seconds: the others, and companions. */
  double cpuSecondsBeside(Proxy proxy) throws IOException {
    double sum = 0;
    for (Runner runner : runners) {
      sum += Proc.cpuSeconds(runner.proxy().pidsOfAll());
    }
    return sum - Proc.cpuSeconds(proxy.pids());
  }

  @Override
  public void close() {
    runners.forEach(runner -> runner.proxy().close());
  }
}
