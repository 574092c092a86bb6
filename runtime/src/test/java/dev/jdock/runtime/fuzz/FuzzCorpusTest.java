package dev.jdock.runtime.fuzz;

import dev.jdock.image.fuzz.CorpusReplay;
import dev.jdock.image.fuzz.FuzzTarget;
import dev.jdock.runtime.container.record.ContainerRecordsTarget;
import dev.jdock.runtime.container.security.SeccompTarget;
import dev.jdock.runtime.device.CdiTarget;
import dev.jdock.runtime.network.EndpointRecordsTarget;
import dev.jdock.runtime.network.NetworkDefaultsTarget;
import dev.jdock.runtime.template.TemplateTarget;
import java.io.IOException;
import java.util.List;

class FuzzCorpusTest extends CorpusReplay {

  @Override
  protected List<FuzzTarget> targets() {
    try {
      return List.of(
          new CdiTarget(),
          new ContainerRecordsTarget(),
          new EndpointRecordsTarget(),
          new NetworkDefaultsTarget(),
          new SeccompTarget(),
          new TemplateTarget());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
