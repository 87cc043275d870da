package io.vigie.vrrp.codec;

/** The two readings of a VRRPv3 checksum over IPv4. Version 2 and IPv6 have one form each. */
public enum ChecksumForm {

  /** RFC 5798 as keepalived and FRR read it: source, destination, protocol, length, message. */
  PSEUDO_HEADER,

  /** RFC 9568 §5.2.8, Cisco and Juniper: the message alone. Also every version 2 checksum. */
  MESSAGE_ONLY
}
