/** What the console shows over HTTP: state, incidents, events, commands, and the page. */
@NullMarked
package io.vigie.console.web;

import org.jspecify.annotations.NullMarked;
