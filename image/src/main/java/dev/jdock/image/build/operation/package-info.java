/** RUN, COPY, ADD and WORKDIR: what each depends on, and how it changes a root file system. */
@NullMarked
package dev.jdock.image.build.operation;

import org.jspecify.annotations.NullMarked;
