/**
 * HashiCorp's configuration language, version 2, in its own and its JSON syntax: text to blocks,
 * attributes and expressions, and expressions to values. It knows nothing of what is configured.
 */
@NullMarked
package dev.jdock.cli.hcl;

import org.jspecify.annotations.NullMarked;
