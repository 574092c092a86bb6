package dev.jdock.image.fuzz;

import dev.jdock.image.build.files.IgnoreTarget;
import dev.jdock.image.build.git.GitReferenceTarget;
import dev.jdock.image.dockerfile.DockerfileTarget;
import dev.jdock.image.dockerfile.ExpanderTarget;
import dev.jdock.image.layer.TarTarget;
import dev.jdock.image.oci.OciTarget;
import dev.jdock.image.reference.ReferenceTarget;
import dev.jdock.image.registry.RegistrySettingsTarget;
import dev.jdock.image.store.ImageRecordsTarget;
import java.io.IOException;
import java.util.List;

class FuzzCorpusTest extends CorpusReplay {

  @Override
  protected List<FuzzTarget> targets() {
    try {
      return List.of(
          new DockerfileTarget(),
          new ExpanderTarget(),
          new GitReferenceTarget(),
          new IgnoreTarget(),
          new ImageRecordsTarget(),
          new OciTarget(),
          new ReferenceTarget(),
          new RegistrySettingsTarget(),
          new TarTarget());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
