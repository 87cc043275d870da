/** Services as processes, before a broker and a simulated Kubernetes API that are real programs. */
@NullMarked
package io.vigie.testkit.accept;

import org.jspecify.annotations.NullMarked;
