/** The service beside real peers, in network namespaces of its own. */
@NullMarked
package io.vigie.vrrp.accept;

import org.jspecify.annotations.NullMarked;
