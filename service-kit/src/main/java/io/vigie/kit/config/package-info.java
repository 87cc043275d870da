/**
 * The configuration: one YAML file, one record tree, all problems at once.
 *
 * <p>Records here are what a valid file says, defaults filled in, secrets resolved, names checked.
 */
@NullMarked
package io.vigie.kit.config;

import org.jspecify.annotations.NullMarked;
