/**
 * Frontends of {@code mode: direct}: the kernel's nftables forwards, and conntrack remembers what
 * it forwarded where. {@link Ruleset} and what it is made of are pure; {@link Nft} and {@link
 * Conntrack} are the ways to the kernel, and block.
 */
@NullMarked
package io.vigie.lb.direct;

import org.jspecify.annotations.NullMarked;
