/** Reads the documents of requests as Go's decoder does. */
@NullMarked
package dev.jdock.api.json;

import org.jspecify.annotations.NullMarked;
