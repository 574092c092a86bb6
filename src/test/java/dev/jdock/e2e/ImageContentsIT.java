package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code image diff} and {@code history --size-tree}. */
@EndToEnd
@JdockOnly("Docker has neither")
class ImageContentsIT {
  private final Jdock jdock;
  private String image = "";
  @TempDir Path context = Path.of("");

  ImageContentsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void build() {
    image = jdock.image();
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %s
        RUN head -c 3000000 /dev/zero >/junk
        RUN rm /junk; echo text >/kept
        ENV A=b
        """
            .formatted(jdock.busybox()));
    jdock.run("build", "-q", "-t", image, context.toString()).ok();
  }

  @Test
  void differencesAreFilesAndSettings() {
    Result text = jdock.run("image", "diff", jdock.busybox(), image).ok();
    assertThat(text.out()).contains("A /kept", "+5B", "+ Env A: b").doesNotContain("/junk");
    assertThat(jdock.run("image", "diff", image, image).ok().out()).isEmpty();
    assertThat(jdock.run("image", "diff", "--format=json", jdock.busybox(), image).ok().out())
        .contains("\"Path\": \"/kept\"", "\"Name\": \"Env A\"");
    jdock.run("image", "diff", image, "nosuch").exits(1).saysOnErr("No such image: nosuch:latest");
    jdock.run("image", "diff", "--format=x", image, image).exits(1).saysOnErr("invalid format x");
  }

  @Test
  void wasteIsFoundFileByFile() {
    assertThat(jdock.run("history", "--size-tree", image).ok().out())
        .containsPattern("wasted")
        .containsPattern("(?m)^3MB +\\d +removed in layer \\d +/junk$");
    assertThat(jdock.run("history", "--size-tree", "--format=json", image).ok().out())
        .contains("\"Path\": \"/junk\"", "\"Size\": 3000000");
  }
}
