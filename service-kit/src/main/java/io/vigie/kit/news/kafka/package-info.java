/**
 * The way to Kafka and back: what is sent, exactly once and in order, and what is heard.
 *
 * <p>Kafka being away is an ordinary state here: nothing waits for it, nothing fails by it.
 */
@NullMarked
package io.vigie.kit.news.kafka;

import org.jspecify.annotations.NullMarked;
