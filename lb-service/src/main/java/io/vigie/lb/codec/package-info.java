/**
 * Bytes to values and back: PROXY protocol headers and TLS ClientHellos. Pure and total: whatever
 * the bytes are, the answer is a value.
 */
@NullMarked
package io.vigie.lb.codec;

import org.jspecify.annotations.NullMarked;
