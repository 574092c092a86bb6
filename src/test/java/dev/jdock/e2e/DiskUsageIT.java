package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** system df. */
@EndToEnd
class DiskUsageIT {

  private final Jdock jdock;

  DiskUsageIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void sumsUpByKind() {
    List<String> lines = jdock.run("system", "df").lines();
    assertThat(lines.get(0)).isEqualTo("TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE");
    assertThat(lines.stream().skip(1).map(line -> line.split(" {2,}", -1)[0]))
        .containsExactly("Images", "Containers", "Local Volumes", "Build Cache");
    assertThat(jdock.run("system", "df", "--format", "{{.Type}}").lines())
        .containsExactly("Images", "Containers", "Local Volumes", "Build Cache");
    assertThat(jdock.run("system", "df", "--format", "json").lines().get(0))
        .matches(
            "\\{\"Active\":\"\\d+\",\"Reclaimable\":\".*\",\"Size\":\".*\",\"TotalCount\":\"\\d+\","
                + "\"Type\":\"Images\"}");
    jdock
        .run("system", "df", "--format", "{{.Nosuch}}")
        .exits(1)
        .saysOnErr("can't evaluate field Nosuch in type *formatter.diskUsageImagesContext");
  }

  @Test
  void tellsSharedFromUniqueSizes(@TempDir Path folder) {
    String image = jdock.image();
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nRUN echo " + image + " >/only-here\n");
    jdock.run("build", "-t", image, folder.toString()).ok();
    String container = jdock.container();
    jdock.run("run", "--name", container, "-v", "/data", image, "sh", "-c", "echo hello >/f").ok();
    Result verbose = jdock.run("system", "df", "-v").ok();
    assertThat(verbose.out())
        .contains("Images space usage:\n\nREPOSITORY ")
        .contains("\nContainers space usage:\n\nCONTAINER ID ")
        .contains("\nLocal Volumes space usage:\n\nVOLUME NAME ")
        .contains("\nBuild cache usage: ")
        .containsPattern("CACHE ID +CACHE TYPE +SIZE +CREATED +LAST USED +USAGE +SHARED");
    assertThat(verbose.lines())
        .anyMatch(line ->
            line.matches(
                image
                    + " +latest +[0-9a-f]{12} .* [0-9.]+MB +[0-9.]+MB +"
                    + (image.length() + 1)
                    + "B +1"))
        .anyMatch(line -> line.matches("[0-9a-f]{12} +" + image + " .* 1 +6B .*" + container));
    assertThat(
            jdock
                .run(
                    "system",
                    "df",
                    "-v",
                    "--format",
                    "{{range .Containers}}{{.Names}}={{.Size}},{{end}}")
                .text())
        .contains(container + "=6B,");
  }
}
