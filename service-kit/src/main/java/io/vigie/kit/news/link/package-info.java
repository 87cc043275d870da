/**
 * The local link: a service's own events over loopback, so that a reaction on one machine needs no
 * broker.
 *
 * <p>{@code GET /v1/events} answers NDJSON: the last event of each key, in order of sequence; a
 * ping, which ends that snapshot; then each event as it is published, and a ping every 200 ms. A
 * ping is {@code {"ping":"<sequence>"}}: up to there the reader has it all. With {@code
 * ?after=<sequence>} it resumes there instead, if it still can.
 */
@NullMarked
package io.vigie.kit.news.link;

import org.jspecify.annotations.NullMarked;
