/**
 * Bake: what is to be built, from files in HCL, JSON or Compose's form, with overrides, as targets
 * whose inheritance is carried out. How they are built is not known here.
 */
@NullMarked
package dev.jdock.cli.bake;

import org.jspecify.annotations.NullMarked;
