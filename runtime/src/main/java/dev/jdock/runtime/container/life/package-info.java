/** What happens to a container from its start to its removal. */
@NullMarked
package dev.jdock.runtime.container.life;

import org.jspecify.annotations.NullMarked;
