package io.vigie.lb.core;

/** Why a connect to a server failed. */
public enum ConnectFailure {
  /** The server's host answered with RST. */
  REFUSED,
  /** No answer in time. */
  TIMED_OUT,
  /** No route, or an ICMP error. */
  UNREACHABLE,
  /** No socket or port left here: says nothing about the server. */
  LOCAL
}
