/**
 * Who holds which virtual address: RFC 9568 §6.4 for one router, sync groups, priorities,
 * stability.
 *
 * <p>Pure: no sockets, no clock, no threads, no logging. Time and chance are arguments.
 */
@NullMarked
package io.vigie.vrrp.core;

import org.jspecify.annotations.NullMarked;
