/**
 * What each service's verticle and process stand on: settings, life cycle, signals, exit codes.
 *
 * <p>A service is one {@link io.vigie.kit.service.ServiceVerticle}; one process runs one or more.
 */
@NullMarked
package io.vigie.kit.service;

import org.jspecify.annotations.NullMarked;
