/**
 * How events travel: the journal a service writes, the feed it reads.
 *
 * <p>Two paths carry the same event: Kafka, and the local link over loopback. A reader acts on
 * whichever copy comes first.
 */
@NullMarked
package io.vigie.kit.news;

import org.jspecify.annotations.NullMarked;
