/** Tests of the service around the core. */
@NullMarked
package io.vigie.vrrp.app;

import org.jspecify.annotations.NullMarked;
