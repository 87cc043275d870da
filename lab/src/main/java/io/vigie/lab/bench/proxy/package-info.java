/**
 * lb-service beside other TCP proxies: the same clients and servers, one proxy after the other,
 * round by round, and what each unit of work costs; and what its direct frontends add to routing.
 */
@NullMarked
package io.vigie.lab.bench.proxy;

import org.jspecify.annotations.NullMarked;
