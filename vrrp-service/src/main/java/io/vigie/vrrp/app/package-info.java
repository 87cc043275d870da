/** The service: configuration, the loop thread, news, commands, metrics. */
@NullMarked
package io.vigie.vrrp.app;

import org.jspecify.annotations.NullMarked;
