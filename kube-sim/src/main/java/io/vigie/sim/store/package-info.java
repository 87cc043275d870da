/**
 * Objects and their changes under one counter, as etcd and the watch cache have them. Pure: no I/O.
 */
@NullMarked
package io.vigie.sim.store;

import org.jspecify.annotations.NullMarked;
