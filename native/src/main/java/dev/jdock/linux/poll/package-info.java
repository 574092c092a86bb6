/**
 * Waiting for descriptors: epoll(7) and eventfd(2). One thread waits for many of them, and other
 * threads can wake it.
 */
@NullMarked
package dev.jdock.linux.poll;

import org.jspecify.annotations.NullMarked;
