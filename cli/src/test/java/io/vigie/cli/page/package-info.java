/** The console's page as a person sees it: in a real browser. */
@NullMarked
package io.vigie.cli.page;

import org.jspecify.annotations.NullMarked;
