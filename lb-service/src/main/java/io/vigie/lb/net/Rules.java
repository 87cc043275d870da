package io.vigie.lb.net;

import io.vigie.lb.core.Cidr;
import java.util.List;

/**
 * A listener as configured, with what was read out of it once for all its sessions.
 *
 * @param trusted whose connections begin with a PROXY header
 */
public record Rules(Engine.Listener listener, List<Cidr> trusted) {

  public static Rules of(Engine.Listener listener) {
    return new Rules(listener, Cidr.parseAll(listener.acceptProxy()));
  }
}
