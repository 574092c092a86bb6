/**
 * What a request for a container must fulfil before anything is made of it, and what is filled in
 * where it says nothing.
 */
@NullMarked
package dev.jdock.runtime.container.create;

import org.jspecify.annotations.NullMarked;
