package dev.jdock.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/**
 * An engine without a machine room, run once by the build to fill the AOT cache: loads every class
 * of jdock, then serves the launchers that the build starts.
 */
final class EngineTraining {
  private EngineTraining() {}

  /**
   * @param arguments as for {@link EngineMain}
   */
  public static void main(String[] arguments) throws IOException {
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (Path.of(entry).getFileName().toString().startsWith("jdock-")
          && Files.exists(Path.of(entry))) {
        loadAll(Path.of(entry));
      }
    }
    System.exit(EngineMain.run(arguments, (root, run) -> new NoMachineRoom(), FrontEnd::create));
  }

  private static void loadAll(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names =
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("dev/jdock/") && name.endsWith(".class"))
              .filter(name -> !name.endsWith("package-info.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
      for (String name : names) {
        Class.forName(name, false, EngineTraining.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new IOException("a jar without its own class", e);
    }
  }
}
