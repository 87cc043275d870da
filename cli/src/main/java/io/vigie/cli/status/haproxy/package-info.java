/**
 * The state of a balancer as HAProxy's {@code show stat} gives it, for dashboards that read that.
 */
@NullMarked
package io.vigie.cli.status.haproxy;

import org.jspecify.annotations.NullMarked;
