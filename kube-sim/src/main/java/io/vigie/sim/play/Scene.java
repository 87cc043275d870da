package io.vigie.sim.play;

import java.util.List;

/**
 * What there is before anything happens.
 *
 * @param tempo how fast it all goes
 * @param nodes the nodes, all of them servers with etcd
 * @param disks what Longhorn keeps
 * @param database what CloudNativePG runs
 * @param rebuilds how many replicas may be rebuilt on one node at the same time
 */
public record Scene(
    Tempo tempo, List<Place> nodes, List<Disk> disks, Postgres database, int rebuilds) {

  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  public Scene {
    nodes = List.copyOf(nodes);
    disks = List.copyOf(disks);
  }

  /** A node and its address. */
  public record Place(String name, String address) {}

  /**
   * A volume and who uses it.
   *
   * @param namespace of its claim
   * @param claim the name of its claim
   * @param kind of its workload; empty without one
   * @param workload the name of its workload
   * @param size in bytes
   * @param used how many of them hold data
   * @param replicas how many there are to be
   * @param node where it is attached; empty for one that nobody uses
   * @param homes where its replicas are
   * @param busy whether it is written to all the time, so that a dead replica is noticed at once
   */
  public record Disk(
      String namespace,
      String claim,
      String kind,
      String workload,
      long size,
      long used,
      int replicas,
      String node,
      List<String> homes,
      boolean busy) {

    public Disk {
      homes = List.copyOf(homes);
    }
  }

  /**
   * A database.
   *
   * @param homes the nodes of its instances, the primary's first
   */
  public record Postgres(String namespace, String name, List<String> homes) {

    public Postgres {
      homes = List.copyOf(homes);
    }

    /** The instance with this number, from 1. */
    String instance(int number) {
      return name + "-" + number;
    }
  }

  /**
   * The homelab: six volumes of different sizes, one of them idle, one detached, one with two
   * replicas; a database with its primary on the second node.
   *
   * @param nodes three of them
   */
  public static Scene homelab(Tempo tempo, List<Place> nodes) {
    if (nodes.size() != 3) {
      throw new IllegalArgumentException(nodes.size() + " nodes, must be 3");
    }
    List<String> all = nodes.stream().map(Place::name).toList();
    String a = all.get(0);
    String b = all.get(1);
    String c = all.get(2);
    List<Disk> disks =
        List.of(
            disk("git", "data-gitea-0", "StatefulSet", "gitea", 20, 6912, a, all, true),
            disk("monitoring", "prometheus-0", "StatefulSet", "prometheus", 40, 9216, c, all, true),
            disk("media", "jellyfin", "Deployment", "jellyfin", 10, 3072, b, all, true),
            disk("docs", "paperless", "Deployment", "paperless", 5, 1024, a, all, false),
            disk("registry", "images", "Deployment", "registry", 8, 2048, c, List.of(b, c), true),
            disk("backup", "restic", "", "", 30, 4096, "", all, false));
    return new Scene(tempo, nodes, disks, new Postgres("db", "pg-main", List.of(b, a, c)), 5);
  }

  private static Disk disk(
      String namespace,
      String claim,
      String kind,
      String workload,
      int gibibytes,
      int usedMebibytes,
      String node,
      List<String> homes,
      boolean busy) {
    return new Disk(
        namespace,
        claim,
        kind,
        workload,
        gibibytes * GIB,
        usedMebibytes * MIB,
        homes.size(),
        node,
        homes,
        busy);
  }
}
