/**
 * YAML 1.2 as a tree that knows where each piece stands.
 *
 * <p>Total: any text gives a tree or problems, in bounded time, depth and memory.
 */
@NullMarked
package io.vigie.kit.config.yaml;

import org.jspecify.annotations.NullMarked;
