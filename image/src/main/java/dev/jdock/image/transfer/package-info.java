/**
 * Images on their way between a registry and the store: pull and push. Transfers of the same layer
 * share the work; what a registry sends is used only after its digest has been verified.
 */
@NullMarked
package dev.jdock.image.transfer;

import org.jspecify.annotations.NullMarked;
