package dev.jdock.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;

/** A notebook with one cell that draws a plot, and what a person does with it in a browser. */
final class Notebook {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CONTENT =
      """
      {"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null,
        "source": [
          "import numpy as np\\n",
          "import matplotlib.pyplot as plt\\n",
          "\\n",
          "x = np.linspace(0, 4 * np.pi, 400)\\n",
          "plt.figure(figsize=(7, 3))\\n",
          "plt.plot(x, np.sin(x), label='sin')\\n",
          "plt.plot(x, np.exp(-x / 6) * np.cos(x), label='damped')\\n",
          "plt.legend()\\n",
          "plt.savefig('plot.png');"]}],
       "metadata": {"kernelspec":
        {"display_name": "Python 3", "language": "python", "name": "python3"}},
       "nbformat": 4, "nbformat_minor": 4}
      """;

  private Notebook() {}

  /** Writes it, not run yet. */
  static void write(Path file) {
    Host.write(file, CONTENT);
  }

  /**
   * Opens it, runs its cell, waits for the plot and saves.
   *
   * @param page as jdock tells it, with the token
   * @param path of the notebook, from the home folder
   */
  static void run(Browser browser, String page, String path) {
    int query = page.indexOf('?');
    String host = page.substring(0, page.indexOf('/', "https://".length()));
    browser.open(host + "/notebooks/" + path + page.substring(query));
    String notebook = "window.Jupyter && Jupyter.notebook && Jupyter.notebook";
    browser.await(PATIENCE, notebook + ".kernel && Jupyter.notebook.kernel.is_connected()");
    JsonNode _ = browser.evaluate("Jupyter.notebook.execute_all_cells()");
    browser.await(
        PATIENCE, "(i => i && i.naturalWidth > 100)(document.querySelector('.output_png img'))");
    JsonNode _ = browser.evaluate("Jupyter.notebook.save_notebook()");
    browser.await(PATIENCE, "!Jupyter.notebook.dirty");
  }
}
