/** What is compared: the programs of each balancer, as somebody would set them up. */
@NullMarked
package io.vigie.lab.chaos.stack;

import org.jspecify.annotations.NullMarked;
