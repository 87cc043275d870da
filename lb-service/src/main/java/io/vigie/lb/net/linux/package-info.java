/**
 * The native engine of Linux: own loops on epoll(7), system calls through the Foreign Function
 * &amp; Memory API, which is used nowhere else in this service but for the kernel's rules.
 */
@NullMarked
package io.vigie.lb.net.linux;

import org.jspecify.annotations.NullMarked;
