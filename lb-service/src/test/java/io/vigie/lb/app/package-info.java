@NullMarked
package io.vigie.lb.app;

import org.jspecify.annotations.NullMarked;
