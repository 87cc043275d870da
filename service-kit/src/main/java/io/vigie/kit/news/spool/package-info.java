/**
 * What a service said and Kafka has not acknowledged, on disk and within a bound, so that neither a
 * SIGKILL nor a broker that is away loses it.
 */
@NullMarked
package io.vigie.kit.news.spool;

import org.jspecify.annotations.NullMarked;
