package io.vigie.lb.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a listener cannot accept any more, and when it can again. */
public final class AcceptLog {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptLog.class);

  private boolean failing;

  /** It cannot. */
  public void failed(String frontend, String why) {
    if (!failing) {
      failing = true;
      LOG.warn(
          "cannot accept: frontend={} reason=\"{}\"; clients wait in the backlog; for want of"
              + " descriptors raise LimitNOFILE (ulimit -n)",
          frontend,
          why);
    }
  }

  /** It can. */
  public void works(String frontend) {
    if (failing) {
      failing = false;
      LOG.info("accepting again: frontend={}", frontend);
    }
  }
}
