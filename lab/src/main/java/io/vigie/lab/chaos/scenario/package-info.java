/** What goes wrong when: scenario files, and the schedule that a seed makes of one. */
@NullMarked
package io.vigie.lab.chaos.scenario;

import org.jspecify.annotations.NullMarked;
