/**
 * The documents that are written about a container, and nothing else: {@code config.json}, {@code
 * state.json} and {@code health.json} of its folder. Their component names are the names in the
 * JSON. They are independent of the requests of {@code runtime.engine} and of the records in
 * memory, so that a change of either does not change the disk: each document converts itself to and
 * from the values that it holds, and that conversion is what changes.
 *
 * <p>Each document has a {@code version}; {@link DocumentJson} reads and checks it. A field may be
 * added within a version if a jdock that does not know it may ignore it, and lose it when it writes
 * the document again; documents without it get a default in {@link Absent}. Any other change is a
 * new version. {@code docs/store.md} lists all records and their versions.
 *
 * <p>In memory a container's settings still have the types of the request ({@link
 * dev.jdock.runtime.engine.ContainerSpec} and its parts), once the engine has checked and completed
 * them: apart from what is completed, both say the same.
 */
@NullMarked
package dev.jdock.runtime.container.document;

import org.jspecify.annotations.NullMarked;
