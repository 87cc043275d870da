/** Events in plain words. Pure: the same events make the same lines. */
@NullMarked
package io.vigie.cli.story;

import org.jspecify.annotations.NullMarked;
