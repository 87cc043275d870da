/**
 * How everything is now: the last words of all services, folded into one picture. Pure.
 *
 * <p>{@link io.vigie.console.core.picture.Picture} takes events in; {@link
 * io.vigie.console.core.picture.Scene} is what is shown of them, as in openapi.yaml.
 */
@NullMarked
package io.vigie.console.core.picture;

import org.jspecify.annotations.NullMarked;
