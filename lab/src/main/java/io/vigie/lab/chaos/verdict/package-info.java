/** What a run comes to: what clients lost, and why. */
@NullMarked
package io.vigie.lab.chaos.verdict;

import org.jspecify.annotations.NullMarked;
