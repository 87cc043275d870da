package io.vigie.vrrp.net;

/**
 * A network interface.
 *
 * @param index its number in the kernel
 * @param name such as {@code eth0}
 * @param up whether packets can pass: IFF_UP and IFF_RUNNING
 * @param mac its hardware address: 6 bytes on Ethernet, fewer elsewhere
 */
public record Nic(int index, String name, boolean up, long mac) {

  /** One byte of the hardware address. */
  byte macByte(int i) {
    return (byte) (mac >> (8 * (5 - i)));
  }
}
