/**
 * Images on their way between a registry and the store: pull and push. Transfers of the same layer
 * share the work; what a registry says is believed once its digest has been checked.
 */
@NullMarked
package dev.jdock.image.transfer;

import org.jspecify.annotations.NullMarked;
