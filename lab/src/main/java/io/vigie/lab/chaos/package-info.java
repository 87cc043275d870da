/**
 * Chaos: a homelab of network namespaces is broken on a schedule while clients call, and what they
 * lost is told. The same schedule runs against each stack of programs.
 */
@NullMarked
package io.vigie.lab.chaos;

import org.jspecify.annotations.NullMarked;
