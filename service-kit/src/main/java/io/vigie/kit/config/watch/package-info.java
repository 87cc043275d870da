/** Notices that the configuration file changed, and goes over to it while the services run. */
@NullMarked
package io.vigie.kit.config.watch;

import org.jspecify.annotations.NullMarked;
