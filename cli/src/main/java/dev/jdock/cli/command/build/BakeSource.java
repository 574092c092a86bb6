package dev.jdock.cli.command.build;

import dev.jdock.cli.bake.BakeFile;
import dev.jdock.cli.bake.OtherFiles;
import dev.jdock.cli.bake.Plan;
import dev.jdock.image.error.JdockException;
import java.util.List;

/** Where the definitions of a bake are, and what their targets' paths are relative to. */
interface BakeSource extends OtherFiles, AutoCloseable {

  /**
   * @param names of {@code --file}; where there are none, those of the environment, else all of the
   *     usual names that exist
   */
  List<BakeFile> read(List<String> names);

  /** Variables for Compose files; empty where there are none. */
  String dotenv();

  /**
   * The plan with contexts as a build takes them.
   *
   * @param allowed values of {@code --allow}
   * @throws JdockException for what cannot be done
   */
  Plan placed(Plan plan, List<String> allowed);

  @Override
  void close();
}
