/** From a parsed Dockerfile to an image: the graph of operations and its cache. */
@NullMarked
package dev.jdock.image.build;

import org.jspecify.annotations.NullMarked;
