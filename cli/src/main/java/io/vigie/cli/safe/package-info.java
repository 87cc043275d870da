/** May a node be taken down? */
@NullMarked
package io.vigie.cli.safe;

import org.jspecify.annotations.NullMarked;
