/** The log in Kafka, as commands read and write it: no spool, no fold that outlives the command. */
@NullMarked
package io.vigie.cli.log;

import org.jspecify.annotations.NullMarked;
