/** Clients: requests at a fixed rate, and sessions that stay. */
@NullMarked
package io.vigie.lab.chaos.load;

import org.jspecify.annotations.NullMarked;
