/**
 * The documents of the OCI image specification and Docker's extensions to them. They are values
 * read from JSON and written as JSON; where they are kept is not known here.
 */
@NullMarked
package dev.jdock.image.oci;

import org.jspecify.annotations.NullMarked;
