/** The management ports of the services on this machine, as commands use them. */
@NullMarked
package io.vigie.cli.manage;

import org.jspecify.annotations.NullMarked;
