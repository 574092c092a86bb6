/**
 * Registries of images: the client side of the OCI distribution specification and of Docker's
 * registry API v2. Knows names, credentials, connections and bytes; what becomes of the bytes is
 * the store's business.
 */
@NullMarked
package dev.jdock.image.registry;

import org.jspecify.annotations.NullMarked;
