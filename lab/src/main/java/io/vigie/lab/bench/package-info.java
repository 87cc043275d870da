/**
 * Measurements beside a peer: the same work, in one run, round by round.
 *
 * <p>Figures are CPU per unit of work and their ratio. Rates depend on the machine and on who else
 * is using it; ratios of paired rounds much less.
 */
@NullMarked
package io.vigie.lab.bench;

import org.jspecify.annotations.NullMarked;
