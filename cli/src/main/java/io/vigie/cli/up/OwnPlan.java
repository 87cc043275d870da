package io.vigie.cli.up;

import io.vigie.cli.ConfigOption;
import io.vigie.cli.Failure;
import io.vigie.cli.HostPort;
import io.vigie.cli.Terminal;
import io.vigie.kit.config.HostName;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's own nodes and frontends.
 *
 * <p>The embedded broker is started if {@code kafka.bootstrap} names one address of this machine
 * and nobody answers there. If it is elsewhere and silent, everything runs without it, as always.
 */
final class OwnPlan {

  private static final int CONNECT_MILLIS = 500;

  private OwnPlan() {}

  static Plan make(Path file, @Nullable String host, Terminal terminal) {
    VigieConfig config = ConfigOption.load(file, terminal);
    List<String> remarks = new ArrayList<>();
    String own = host(config, host, remarks);
    return new Plan(
        file,
        config,
        own,
        broker(config, remarks),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        remarks);
  }

  /** With one balancer there is no doubt who we are. */
  private static String host(VigieConfig config, @Nullable String option, List<String> remarks) {
    Map<String, String> env = System.getenv();
    return switch (HostName.find(option, env, HostName.ofMachine(), config)) {
      case HostName.Known(String name) -> name;
      case HostName.Unknown(String message) -> {
        boolean asked = option != null || !env.getOrDefault("VIGIE_HOST", "").isBlank();
        if (asked || config.balancers().size() != 1) {
          throw Failure.usage(message);
        }
        String only = config.balancers().keySet().iterator().next();
        remarks.add("this machine plays " + only + ", the only balancer (else: --host)");
        yield only;
      }
    };
  }

  private static Optional<HostPort> broker(VigieConfig config, List<String> remarks) {
    List<String> bootstrap = config.kafka().bootstrap();
    if (bootstrap.stream().anyMatch(OwnPlan::answers)) {
      remarks.add("Kafka answers at " + String.join(", ", bootstrap) + ": no broker of our own");
      return Optional.empty();
    }
    Optional<HostPort> here =
        bootstrap.stream().map(HostPort::parse).flatMap(Optional::stream).findFirst();
    if (bootstrap.size() == 1 && here.isPresent() && isHere(here.get().host())) {
      return here;
    }
    remarks.add(
        "Kafka at "
            + String.join(", ", bootstrap)
            + " does not answer and is not here: events wait in the spool until it does");
    return Optional.empty();
  }

  private static boolean answers(String bootstrap) {
    Optional<HostPort> address = HostPort.parse(bootstrap);
    if (address.isEmpty()) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.get().host(), address.get().port()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isHere(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
