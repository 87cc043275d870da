/**
 * The kernel: raw sockets, netlink, announcements and fences.
 *
 * <p>The only native code of the service, through the Foreign Function and Memory API. Linux alone.
 */
@NullMarked
package io.vigie.vrrp.net;

import org.jspecify.annotations.NullMarked;
