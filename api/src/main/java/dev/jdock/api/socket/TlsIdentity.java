package dev.jdock.api.socket;

import javax.net.ssl.SSLContext;

/**
 * Who a server is, and whom it lets in.
 *
 * @param names that its certificate is for
 */
record TlsIdentity(SSLContext context, ServerNames names) {}
