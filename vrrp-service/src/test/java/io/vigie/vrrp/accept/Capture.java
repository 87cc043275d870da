package io.vigie.vrrp.accept;

import io.vigie.lab.lan.Lan;
import io.vigie.lab.lan.Tcpdump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What passes an interface, written by tcpdump and read by tshark: third parties both. */
final class Capture implements AutoCloseable {

  private final Lan lan;
  private final Tcpdump tcpdump;

  /**
   * One advert.
   *
   * @param seconds since the epoch
   * @param source of the packet
   * @param trouble what tshark finds wrong with it; empty if nothing
   */
  record Advert(double seconds, String source, int vrid, int priority, String trouble) {}

  Capture(Lan lan, String host, Path directory, String filter)
      throws IOException, InterruptedException {
    this.lan = lan;
    this.tcpdump = new Tcpdump(lan, host, directory, filter);
  }

  /** All adverts so far, in order. */
  List<Advert> adverts() throws IOException {
    List<Advert> adverts = new ArrayList<>();
    for (String line :
        fields(
            "vrrp",
            "frame.time_epoch",
            "ip.src",
            "ipv6.src",
            "vrrp.virt_rtr_id",
            "vrrp.prio",
            "vrrp.checksum.status",
            "_ws.malformed")) {
      String[] field = line.split("\\|", -1);
      String bad = field[5].equals("0") ? "bad checksum" : "";
      adverts.add(
          new Advert(
              Double.parseDouble(field[0]),
              field[1].isEmpty() ? field[2] : field[1],
              Integer.parseInt(field[3]),
              Integer.parseInt(field[4]),
              field[6].isEmpty() ? bad : "malformed"));
    }
    return adverts;
  }

  /** Fields of the packets that pass a display filter, joined by |. */
  List<String> fields(String filter, String... names) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "tshark",
                "-r",
                tcpdump.file().toString(),
                "-Y",
                filter,
                "-T",
                "fields",
                "-E",
                "separator=|",
                "-E",
                "occurrence=f"));
    for (String name : names) {
      command.add("-e");
      command.add(name);
    }
    return lan.run("c", command.toArray(String[]::new))
        .lines()
        .filter(line -> line.contains("|"))
        .toList();
  }

  @Override
  public void close() {
    tcpdump.close();
  }
}
