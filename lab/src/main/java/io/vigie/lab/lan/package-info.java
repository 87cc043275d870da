/**
 * A local network on one machine: network namespaces around a bridge, and programs that run on its
 * hosts. Needs root.
 */
@NullMarked
package io.vigie.lab.lan;

import org.jspecify.annotations.NullMarked;
