/**
 * What is sent through a proxy to measure it: clients and servers as processes of their own, few
 * threads each, cheap beside what they measure.
 */
@NullMarked
package io.vigie.lab.bench.traffic;

import org.jspecify.annotations.NullMarked;
