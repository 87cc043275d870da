/**
 * Bytes of an advert and what they say: VRRPv2 (RFC 3768), VRRPv3 (RFC 9568).
 *
 * <p>Pure and total: any bytes give an advert or the reason why not.
 */
@NullMarked
package io.vigie.vrrp.codec;

import org.jspecify.annotations.NullMarked;
