package io.vigie.lab.chaos;

import io.vigie.lab.bench.Child;
import io.vigie.lab.lan.Pcap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which machine answered for an address, as the clients' device saw it: a capture by tcpdump. */
final class Answers implements AutoCloseable {

  private static final double SILENT_SECONDS = 0.5;

  private final Child program;
  private final Path file;

  private Answers(Child program, Path file) {
    this.program = program;
    this.file = file;
  }

  /** An answer to the opening of a connection. */
  record Answer(double seconds, String sender) {}

  /** Captures from now on. */
  static Answers capture(String device, String address, Path directory)
      throws IOException, InterruptedException {
    Path file = directory.resolve("answers.pcap");
    String filter = "src host " + address + " and tcp[tcpflags] & (tcp-syn|tcp-ack) == 18";
    Child program =
        Child.start(
            directory.resolve("tcpdump.log"),
            List.of(
                "tcpdump",
                "-i",
                device,
                "-n",
                "-s",
                "64",
                "-Z",
                "root",
                "-w",
                file.toString(),
                filter));
    Answers answers = new Answers(program, file);
    try {
      program.awaitLine("listening on");
      return answers;
    } catch (IOException | InterruptedException e) {
      answers.close();
      throw e;
    }
  }

  /** Ends the capture; answers for how long two machines answered, in ms. */
  double bothMillis() throws IOException, InterruptedException {
    program.signal("TERM");
    Machines.awaitEnd(List.of(program));
    return bothMillis(
        Pcap.read(file).stream()
            .map(frame -> new Answer(frame.seconds(), frame.sender()))
            .toList());
  }

  /**
   * For how long two answered: a machine reigns from an answer to the last one before it is silent
   * for half a second, and this is how long the reigns of two overlap.
   *
   * @param answers in the order in which they came
   */
  static double bothMillis(List<Answer> answers) {
    List<Reign> reigns = new ArrayList<>();
    Map<String, Reign> open = new HashMap<>();
    for (Answer answer : answers) {
      Reign reign = open.get(answer.sender());
      if (reign == null || answer.seconds() - reign.until > SILENT_SECONDS) {
        reign = new Reign(answer.sender(), answer.seconds());
        open.put(answer.sender(), reign);
        reigns.add(reign);
      }
      reign.until = answer.seconds();
    }
    double both = 0;
    for (int i = 0; i < reigns.size(); i++) {
      for (Reign later : reigns.subList(i + 1, reigns.size())) {
        Reign one = reigns.get(i);
        if (!one.sender.equals(later.sender)) {
          both += Math.max(0, Math.min(one.until, later.until) - later.from);
        }
      }
    }
    return 1e3 * both;
  }

  private static final class Reign {
    private final String sender;
    private final double from;
    private double until;

    Reign(String sender, double from) {
      this.sender = sender;
      this.from = from;
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
