/** What every service stands on: configuration, news, management, life and death of a process. */
@NullMarked
package io.vigie.kit;

import org.jspecify.annotations.NullMarked;
