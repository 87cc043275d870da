/** Commands for nodes: asked as events in Kafka, or over HTTP of the services within reach. */
@NullMarked
package io.vigie.cli.act;

import org.jspecify.annotations.NullMarked;
