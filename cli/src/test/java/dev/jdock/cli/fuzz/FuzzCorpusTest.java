package dev.jdock.cli.fuzz;

import dev.jdock.cli.bake.BakeFilesTarget;
import dev.jdock.cli.command.build.BuildFlagsTarget;
import dev.jdock.cli.config.UserConfigTarget;
import dev.jdock.image.fuzz.CorpusReplay;
import dev.jdock.image.fuzz.FuzzTarget;
import java.io.IOException;
import java.util.List;

class FuzzCorpusTest extends CorpusReplay {

  @Override
  protected List<FuzzTarget> targets() {
    try {
      return List.of(new BakeFilesTarget(), new BuildFlagsTarget(), new UserConfigTarget());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
