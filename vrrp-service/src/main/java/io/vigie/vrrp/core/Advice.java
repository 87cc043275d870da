package io.vigie.vrrp.core;

import io.vigie.event.PeerConflict.ConflictKind;

/** What to change, and in which file, when a peer does not go together with us. */
final class Advice {

  private Advice() {}

  static String on(ConflictKind kind, Router router) {
    String here = "vips." + router.vip();
    int seconds = Math.max(1, router.intervalCentis() / 100);
    return switch (kind) {
      case TWO_ACTIVE ->
          "it does not hear us: let protocol 112 through both ways (firewall, switch, IGMP"
              + " snooping), or list unicast peers in "
              + here
              + ".peers and its unicast_peer";
      case VERSION ->
          "set vrrp_version %d in its keepalived.conf, or %s.version in vigie.yaml"
              .formatted(router.version(), here);
      case INTERVAL ->
          "set advert_int %s in its keepalived.conf, or %s.interval in vigie.yaml"
              .formatted(
                  router.version() == 2
                      ? Integer.toString(seconds)
                      : Double.toString(router.intervalCentis() / 100.0),
                  here);
      case PASSWORD ->
          "make auth_type and auth_pass in its keepalived.conf and %s.auth in vigie.yaml agree"
              .formatted(here);
      case ADDRESSES ->
          "list the same addresses in the same order: virtual_ipaddress in its keepalived.conf, "
              + here
              + ".addresses in vigie.yaml";
      case CHECKSUM ->
          "something changes packets on their way, such as SNAT of 224.0.0.0/4: exclude protocol"
              + " 112 from it";
      case MALFORMED ->
          "another protocol or a stranger uses virtual router id %d on this link: choose another"
                  .formatted(router.vrid())
              + " "
              + here
              + ".vrid on all balancers, or stop it";
      case PEERS ->
          "make unicast_peer in its keepalived.conf and %s.peers in vigie.yaml agree"
              .formatted(here);
    };
  }
}
