/**
 * HTTP/1.1 on connections that may be taken over: messages are read and written by Apache HttpCore,
 * the connection stays jdock's. See docs/api.md.
 */
@NullMarked
package dev.jdock.api.http;

import org.jspecify.annotations.NullMarked;
