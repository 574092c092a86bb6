/** What is shown of containers; nothing here changes one. */
@NullMarked
package dev.jdock.runtime.container.view;

import org.jspecify.annotations.NullMarked;
