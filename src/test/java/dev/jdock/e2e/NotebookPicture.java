package dev.jdock.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the notebook of the tests in a browser and takes a picture of it; for {@code
 * pictures/first-run}.
 */
final class NotebookPicture {
  private NotebookPicture() {}

  /**
   * @param arguments the page as jdock tells it, the folder that is {@code work} in the container,
   *     and the file to write
   */
  public static void main(String[] arguments) throws Exception {
    Path profile = Files.createTempDirectory("jdock-picture-");
    try (Browser browser = Browser.start(profile)) {
      Notebook.write(Path.of(arguments[1], "plot.ipynb"));
      Notebook.run(browser, arguments[0], "work/plot.ipynb");
      browser.photograph(Path.of(arguments[2]));
    } finally {
      Host.deleteTree(profile);
    }
  }
}
