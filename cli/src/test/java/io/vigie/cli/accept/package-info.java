/**
 * The whole of it, as its user runs it: real processes, real sockets, a real broker. Each test
 * breaks something and asks what clients and the log saw.
 */
@NullMarked
package io.vigie.cli.accept;

import org.jspecify.annotations.NullMarked;
