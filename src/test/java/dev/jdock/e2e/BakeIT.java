package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class BakeIT {
  private final Jdock jdock;
  private @TempDir Path folder = Path.of("");

  BakeIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String write(String name, String text) {
    Host.write(folder.resolve(name), text.replace("$BUSYBOX", jdock.busybox()));
    return folder.resolve(name).toString();
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", "--entrypoint", "sh", image, "-c", script);
  }

  @Test
  void buildsTargetsOnTopOfOthers() {
    String first = jdock.image();
    String second = jdock.image();
    String file =
        write(
            "bake.hcl",
            """
            variable "WORD" { default = "none" }
            group "default" { targets = ["one", "two"] }
            target "base" {
              dockerfile-inline = "FROM $BUSYBOX\\nARG WORD\\nRUN echo $WORD >/base\\n"
              args = { WORD = WORD }
            }
            target "one" {
              context = "%1$s"
              contexts = { base = "target:base" }
              dockerfile-inline = "FROM base\\nRUN echo one >/own\\n"
              tags = ["%2$s"]
            }
            target "two" {
              inherits = ["one"]
              dockerfile-inline = "FROM base\\nRUN echo two >/own\\n"
              tags = ["%3$s"]
            }
            """
                .formatted(folder, first, second));
    jdock.run("buildx", "bake", "-f", file, "--var", "WORD=given").ok();
    sh(first, "cat /base /own").prints("given\none");
    sh(second, "cat /base /own").prints("given\ntwo");
  }

  @Test
  void aFailureNamesItsTarget() {
    String file =
        write(
            "bake.hcl",
            """
            target "default" {
              context = "%s"
              dockerfile-inline = "FROM $BUSYBOX\\nRUN exit 3\\n"
            }
            """
                .formatted(folder));
    jdock
        .run("buildx", "bake", "-f", file)
        .exits(1)
        .saysOnErr("did not complete successfully: exit code: 3");
  }

  @Test
  void looksForAllContextsOnceItHasReadTheDefinitions() {
    String text =
        """
        group "default" { targets = ["there", "missing"] }
        target "there" {
          context = "%1$s"
          dockerfile-inline = "FROM scratch"
        }
        target "missing" {
          context = "%1$s/nosuch"
        }
        """
            .formatted(folder);
    String file = write("bake.hcl", text);
    String read =
        "#1 [internal] load local bake definitions\n#1 reading %s %2$dB / %2$dB done\n#1 DONE "
            .formatted(file, text.length());
    Result failed = jdock.run("buildx", "bake", "--progress=plain", "-f", file).exits(1);
    failed
        .saysOnErr(read)
        .saysOnErr("ERROR: unable to prepare context: path \"" + folder + "/nosuch\" not found");
    assertThat(failed.err()).as("steps of a target").doesNotContain("#2");
    Result printed =
        jdock.run("buildx", "bake", "--progress=plain", "-f", file, "--print", "there").ok();
    printed.saysOnErr(read);
    assertThat(printed.err()).doesNotContain("building with");
  }

  @Test
  void aMistakeIsShownInItsPlace() {
    String file = write("bake.hcl", "target \"default\" {\n  tags = [missing]\n}\n");
    jdock
        .run("buildx", "bake", "-f", file, "--print")
        .exits(1)
        .saysOnErr("   2 | >>>   tags = [missing]")
        .saysOnErr(":2,11-18: Unknown variable; There is no variable named \"missing\".");
  }

  @Test
  void asksOfDockerfilesInsteadOfBuildingThem() {
    write("Dockerfile", "FROM scratch AS base\nARG WHO=me\ncopy . /$NOT\nFROM scratch AS clean\n");
    String file =
        write(
            "bake.hcl",
            """
            group "default" { targets = ["b", "a"] }
            target "a" {
              description = "the first"
              context = "%1$s"
              target = "base"
            }
            target "b" {
              context = "%1$s"
              target = "clean"
            }
            target "told" {
              context = "%1$s"
              target = "base"
              call = "outline"
            }
            """
                .formatted(folder));
    String outline = "\n\nTARGET: base\n\nBUILD ARG   VALUE   DESCRIPTION\nWHO         me      \n";
    jdock
        .run("buildx", "bake", "-f", file, "--check")
        .exits(1)
        .saysOnOut("a\nthe first\n\nCheck complete, 2 warnings have been found!\n")
        .saysOnOut("\n" + folder.resolve("Dockerfile") + ":3\n")
        .saysOnOut("\n\nb\n\nCheck complete, 1 warning has been found!\n");
    jdock.run("buildx", "bake", "-f", file, "--call=check,ignorestatus=true").ok();
    jdock
        .run("buildx", "bake", "-f", file, "--call=outline")
        .ok()
        .saysOnOut("a\nthe first" + outline);
    jdock.run("buildx", "bake", "-f", file, "told").ok().saysOnOut("told" + outline);
    jdock
        .run("buildx", "bake", "-f", file, "--call=targets,format=json", "a")
        .ok()
        .saysOnOut("\"call\": \"targets\"\n      },\n      \"targets\": {\n        \"sources\": [");
    jdock
        .run("buildx", "bake", "-f", file, "--call=wrong", "a")
        .exits(1)
        .saysOnErr("unsupported request frontend.wrong");
  }
}
