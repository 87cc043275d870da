/**
 * Tells people, from the service that knows, whether or not Kafka is there: webhooks and programs.
 */
@NullMarked
package io.vigie.kit.notify;

import org.jspecify.annotations.NullMarked;
