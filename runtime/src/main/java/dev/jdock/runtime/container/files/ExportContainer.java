package dev.jdock.runtime.container.files;

import dev.jdock.image.layer.TreePacker;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.start.ContainerRuns;
import java.io.OutputStream;

/** {@code docker export}: what a container is made of, as one archive without volumes. */
public final class ExportContainer {
  private ExportContainer() {}

  public static void run(ContainerRuns runs, Container container, OutputStream archive) {
    boolean _ =
        new ContainerTree(runs, container)
            .withoutMounts(root -> {
              TreePacker packer = new TreePacker(archive);
              packer.addContent(root, "");
              packer.finish();
              return true;
            });
    container.tell("export");
  }
}
