package dev.jdock.runtime.container.files;

import dev.jdock.image.layer.TreePacker;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import java.io.OutputStream;

/** {@code docker export}: what a container is made of, as one archive without volumes. */
public final class ExportContainer {
  private ExportContainer() {}

  public static void run(ContainerRuntime runtime, Container container, OutputStream archive) {
    boolean _ =
        new ContainerTree(runtime, container)
            .withoutMounts(root -> {
              TreePacker packer = new TreePacker(archive);
              packer.addContent(root, "");
              packer.finish();
              return true;
            });
    container.tell("export");
  }
}
