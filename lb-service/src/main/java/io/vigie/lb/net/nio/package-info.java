/** The reference engine, on any system: plain NIO on the selector of one Vert.x event loop. */
@NullMarked
package io.vigie.lb.net.nio;

import org.jspecify.annotations.NullMarked;
