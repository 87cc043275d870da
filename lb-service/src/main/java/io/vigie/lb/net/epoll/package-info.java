/**
 * The native engine of Linux: own loops on edge-triggered epoll(7), system calls through the
 * Foreign Function &amp; Memory API, which is used nowhere else in this service.
 */
@NullMarked
package io.vigie.lb.net.epoll;

import org.jspecify.annotations.NullMarked;
