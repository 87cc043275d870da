package io.vigie.sim.play;

/** The node controller, K3s' etcd watcher and Longhorn's node controller, for one node. */
final class MachinePlay {

  private static final double ETCD_SILENT = 9;
  private static final double GRACE = 50;
  private static final double STORAGE_LAG = 1;
  private static final double KUBELET_BACK = 3;
  private static final double BOOT = 15;
  private static final double ETCD_BACK = 9;
  private static final double MANAGER_START = 9;
  private static final double RENEW = 10;
  private static final long RENEW_MILLIS = 1_000;

  private MachinePlay() {}

  static Machine step(Tempo tempo, Machine m, long now) {
    return m.power().is() ? there(tempo, m, now) : gone(tempo, m, now);
  }

  private static Machine gone(Tempo tempo, Machine m, long now) {
    long silent = now - m.power().at();
    Since ready = m.ready().now(m.ready().is() && silent < tempo.millis(GRACE), now);
    Since voter = m.voter().now(m.voter().is() && silent < tempo.millis(ETCD_SILENT), now);
    boolean noticed = !ready.is() && now - ready.at() >= tempo.millis(STORAGE_LAG);
    Since storage = m.storage().now(m.storage().is() && !noticed, now);
    Since manager = m.manager().now(m.manager().is() && !noticed, now);
    return m.said(ready, voter, storage, manager);
  }

  private static Machine there(Tempo tempo, Machine m, long now) {
    long back = now - m.power().at();
    Since ready = m.ready().now(m.ready().is() || back >= kubelet(tempo, m), now);
    boolean settled = ready.is() && back >= tempo.millis(ETCD_BACK);
    Since voter = m.voter().now(m.voter().is() || settled, now);
    long waited = now - Math.max(ready.at(), m.power().at());
    boolean started = ready.is() && waited >= tempo.millis(MANAGER_START);
    Since manager = m.manager().now(m.manager().is() || started, now);
    Since storage = m.storage().now(m.storage().is() || (ready.is() && manager.is()), now);
    long every = Math.max(tempo.millis(RENEW), RENEW_MILLIS);
    boolean renews = ready.is() && now - m.renewedAt() >= every;
    Machine said = m.said(ready, voter, storage, manager);
    return renews ? said.renewed(now) : said;
  }

  private static long kubelet(Tempo tempo, Machine m) {
    return tempo.millis(m.killed() ? BOOT : KUBELET_BACK);
  }
}
