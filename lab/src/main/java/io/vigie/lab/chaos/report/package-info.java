/** Reports of runs for people: a page with pictures and a text with tables, from the same rows. */
@NullMarked
package io.vigie.lab.chaos.report;

import org.jspecify.annotations.NullMarked;
