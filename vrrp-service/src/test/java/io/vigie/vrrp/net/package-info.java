/** The kernel of this machine, in network namespaces of its own. */
@NullMarked
package io.vigie.vrrp.net;

import org.jspecify.annotations.NullMarked;
