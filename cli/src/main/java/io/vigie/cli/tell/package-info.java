/** {@code vigie notify}: whether those who are to be told hear us. */
@NullMarked
package io.vigie.cli.tell;

import org.jspecify.annotations.NullMarked;
