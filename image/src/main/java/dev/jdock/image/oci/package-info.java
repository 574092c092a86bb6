/** The documents of the OCI image specification and Docker's extensions to them. */
@NullMarked
package dev.jdock.image.oci;

import org.jspecify.annotations.NullMarked;
