package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that hold a layer more than once, which overlayfs does not mount as it is. */
@EndToEnd
class RepeatedLayersIT {
  private final Jdock jdock;

  RepeatedLayersIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private List<String> layers(String image) {
    List<String> layers = new ArrayList<>();
    for (JsonNode layer : jdock.inspect(image).at("/RootFS/Layers")) {
      layers.add(layer.asText());
    }
    return layers;
  }

  private void assertRepeats(String image) {
    List<String> layers = layers(image);
    assertThat(new HashSet<>(layers)).as(layers.toString()).hasSizeLessThan(layers.size());
  }

  /** Its file is "one", then "two", then "one" again, from the very same layer. */
  private String image(Path folder) {
    Host.write(folder.resolve("one/f"), "one\n");
    Host.write(folder.resolve("two/f"), "two\n");
    Host.run("touch", "-d", "@1700000000", folder + "/one/f", folder + "/two/f").ok();
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM "
            + jdock.busybox()
            + "\nCOPY one/f /f\nCOPY two/f /f\nCOPY one/f /f\nRUN grep one /f\nRUN true\nRUN true\n");
    String image = jdock.image();
    jdock.run("build", "-t", image, folder.toString()).ok();
    assertRepeats(image);
    return image;
  }

  private void assertWorks(String image) {
    jdock.run("run", "--rm", image, "cat", "/f").prints("one");
  }

  @Test
  void areBuiltUponAndRun(@TempDir Path folder) {
    String image = image(folder);
    assertWorks(image);
    int lines = jdock.run("history", "-q", image).ok().out().lines().toList().size();
    assertThat(lines).isGreaterThan(layers(image).size() - 1);
    String child = jdock.image();
    jdock
        .runWithInput(
            "FROM " + image + "\nRUN rm /f\nCOPY --from=" + image + " /f /g\n",
            "build",
            "-t",
            child,
            "-")
        .ok();
    jdock.run("run", "--rm", child, "sh", "-c", "cat /g; ls /f").exits(1).saysOnOut("one\n");
  }

  @Test
  void areLookedIntoAndCommitted(@TempDir Path folder) {
    String image = image(folder);
    String name = jdock.container();
    jdock.run("run", "--name", name, image, "sh", "-c", "echo new > /new; rm /f").ok();
    assertThat(jdock.run("diff", name).ok().out()).contains("A /new", "D /f");
    jdock.run("cp", name + ":/new", folder.toString()).ok();
    assertThat(folder.resolve("new")).hasContent("new\n");
    Path archive = folder.resolve("rootfs.tar");
    jdock.run("export", "-o", archive.toString(), name).ok();
    assertThat(Host.run("tar", "-tf", archive.toString()).ok().out().lines())
        .contains("new")
        .doesNotContain("f");
    String committed = jdock.image();
    jdock.run("commit", name, committed).ok();
    jdock.run("run", "--rm", committed, "cat", "/new").prints("new");
  }

  @Test
  void areSavedAndLoaded(@TempDir Path folder) {
    String image = image(folder);
    List<String> layers = layers(image);
    Path archive = folder.resolve("image.tar");
    jdock.run("save", "-o", archive.toString(), image).ok();
    jdock.run("rmi", image).ok();
    jdock.run("load", "-i", archive.toString()).ok();
    assertThat(layers(image)).isEqualTo(layers);
    assertWorks(image);
  }

  @Test
  void arePushedAndPulled(@TempDir Path folder) {
    String image = image(folder);
    List<String> layers = layers(image);
    try (Registry registry = Registry.start()) {
      String name = registry.host() + "/repeated:1";
      jdock.run("tag", image, name).ok();
      jdock.run("push", name).ok();
      jdock.run("rmi", "-f", name, image).ok();
      jdock.run("pull", name).ok();
      assertThat(layers(name)).isEqualTo(layers);
      assertWorks(name);
      jdock.run("rmi", "-f", name).ok();
    }
  }
}
