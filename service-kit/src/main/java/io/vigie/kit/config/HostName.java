package io.vigie.kit.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which balancer this machine is. */
public sealed interface HostName {

  /** A name under {@code balancers}. */
  record Known(String name) implements HostName {}

  /**
   * None of them.
   *
   * @param message what to tell the user
   */
  record Unknown(String message) implements HostName {}

  /** The name of the option {@code --host}, else {@code VIGIE_HOST}, else the machine's own. */
  static HostName find(
      @Nullable String option, Map<String, String> env, String machine, VigieConfig config) {
    Optional<String> fromEnv = Optional.ofNullable(env.get("VIGIE_HOST")).filter(n -> !n.isBlank());
    String source =
        option != null ? "--host" : fromEnv.isPresent() ? "VIGIE_HOST" : "the host name";
    String full = option != null ? option : fromEnv.orElse(machine);
    List<String> known = List.copyOf(config.balancers().keySet());
    // A machine may call itself lb-1.example.org.
    String name =
        known.contains(full) || source.startsWith("-") ? full : full.replaceFirst("\\..*", "");
    if (known.contains(name)) {
      return new Known(name);
    }
    String guess = Suggest.hint(name, known);
    return new Unknown(
        "who am I? %s is %s, which is not under `balancers` (%s); use --host or VIGIE_HOST%s"
            .formatted(
                source, name, String.join(", ", known), guess.isEmpty() ? "" : "; " + guess));
  }

  /** The machine's own name, or {@code localhost} if it has none. */
  static String ofMachine() {
    Path file = Path.of("/proc/sys/kernel/hostname");
    return new Outside(Map.of(), Path.of("/")).text(file.toString(), 256)
            instanceof Outside.Answer.Found(String text)
        ? text.strip()
        : Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
  }
}
