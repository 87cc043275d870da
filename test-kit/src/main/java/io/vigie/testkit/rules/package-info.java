/** What the modules keep to, as tests that each of them inherits. */
@NullMarked
package io.vigie.testkit.rules;

import org.jspecify.annotations.NullMarked;
