@NullMarked
package io.vigie.lb.direct;

import org.jspecify.annotations.NullMarked;
