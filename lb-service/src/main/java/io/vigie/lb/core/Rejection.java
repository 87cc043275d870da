package io.vigie.lb.core;

import java.util.Locale;

/** Why a client was not let in. */
public enum Rejection {
  /** Its address is denied, or not among those allowed. */
  DENIED,
  /** The frontend has as many sessions as it may. */
  FRONTEND_FULL,
  /** Its address has as many sessions as it may. */
  SOURCE_FULL,
  /** No route matches its server name, and there is no pool for the rest. */
  NO_ROUTE,
  /** The frontend was just removed. */
  NO_FRONTEND,
  /** The address it came to is being handed over to another balancer. */
  LEAVING;

  /** As it stands in metrics and state: lower case, words joined by a hyphen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
