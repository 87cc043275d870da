/** A cluster to try things on: demo nodes as processes of their own, and faults for them. */
@NullMarked
package io.vigie.lab;

import org.jspecify.annotations.NullMarked;
