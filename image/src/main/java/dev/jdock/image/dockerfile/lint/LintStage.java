package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.oci.ImageConfig;
import java.util.List;

/**
 * A stage with what its instructions depend on.
 *
 * @param parent index of the stage it is made on; -1 for an image or scratch
 * @param base configuration of the image; of no interest where there is a parent
 * @param triggers ONBUILD instructions of what it is made on, which come first
 */
public record LintStage(
    int index, Dockerfile.Stage stage, int parent, ImageConfig base, List<Instruction> triggers) {}
