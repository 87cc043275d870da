/** Tests of the election. */
@NullMarked
package io.vigie.vrrp.core;

import org.jspecify.annotations.NullMarked;
