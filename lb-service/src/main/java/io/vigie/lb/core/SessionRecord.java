package io.vigie.lb.core;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A session from its end: all that HAProxy's TCP log line says (its manual §8.2.2), and what was
 * refused.
 *
 * @param source the client
 * @param arrivedNanos when it connected, on the director's clock
 * @param frontend where
 * @param pool the pool it was routed to; null if it never was
 * @param server the last server tried; null for none
 * @param queueMillis time spent waiting for a place; -1 if it never wanted one
 * @param connectMillis time the connect that succeeded took; -1 if none did
 * @param totalMillis from connecting to the end
 * @param bytesIn from the client
 * @param bytesOut to the client
 * @param termination how it ended
 * @param rejected why it was not let in; null if it was
 * @param process sessions here when it ended, itself included
 * @param frontendSessions the same of the frontend
 * @param poolSessions the same of the pool
 * @param serverSessions the same of the server
 * @param retries attempts after the first
 * @param redispatched whether one of them was on another server
 * @param ahead how many were waiting before it when it began to wait
 */
public record SessionRecord(
    InetSocketAddress source,
    long arrivedNanos,
    String frontend,
    @Nullable String pool,
    @Nullable String server,
    long queueMillis,
    long connectMillis,
    long totalMillis,
    long bytesIn,
    long bytesOut,
    Termination termination,
    @Nullable Rejection rejected,
    int process,
    int frontendSessions,
    int poolSessions,
    int serverSessions,
    int retries,
    boolean redispatched,
    int ahead) {}
