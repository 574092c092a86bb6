/** Waiting for descriptors: epoll(7) and eventfd(2). */
@NullMarked
package dev.jdock.linux.poll;

import org.jspecify.annotations.NullMarked;
