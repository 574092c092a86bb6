package dev.jdock.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Here-documents in Dockerfiles. */
@EndToEnd
class BuildHeredocIT {

  private final Jdock jdock;
  @TempDir Path context = Path.of("");

  BuildHeredocIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result tryBuild(String image, String dockerfile) {
    Host.write(context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + dockerfile);
    return jdock.run("build", "-t", image, context.toString());
  }

  private String build(String dockerfile) {
    String image = jdock.image();
    tryBuild(image, dockerfile).ok();
    return image;
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", image, "sh", "-c", script);
  }

  @Test
  void theShellRunsAWholeScript() {
    String image =
        build(
            """
            ARG WHO=world
            RUN <<EOF
            # a comment
            cd /tmp
            greeting="hello $WHO"
            echo "$greeting" >/out
            EOF
            RUN <<-INDENTED
            \techo one >>/out
            \t\techo two >>/out
            \tINDENTED
            """);
    sh(image, "cat /out").prints("hello world\none\ntwo");
  }

  @Test
  void aScriptWithAShebangIsExecutedByItsInterpreter() {
    String image =
        build(
            """
            USER 1234
            RUN <<EOF
            #!/bin/cat
            not a shell's
            EOF
            USER root
            RUN <<'EOF'
            #!/bin/awk -f
            BEGIN { print "awk at " ARGV[0] > "/out" }
            EOF
            """);
    sh(image, "cat /out").prints("awk at awk");
  }

  @Test
  void aScriptThatFailsFailsTheStep() {
    tryBuild(
            jdock.image(),
            """
            RUN <<A
            #!/bin/false
            A
            """)
        .exits(1);
  }

  @Test
  void commandsReadDocuments() {
    String image =
        build(
            """
            ENV X=value
            RUN cat <<A >/out && cat <<'B' >>/out
            a $X
            A
            b $X
            B
            RUN sh <<EOF
            echo piped >>/out
            EOF
            """);
    sh(image, "cat /out").prints("a value\nb $X\npiped");
  }

  @Test
  void copyAndAddWriteDocumentsAsFiles() {
    Host.write(context.resolve("file"), "from the context\n");
    String image =
        build(
            """
            ARG A=argument
            ENV E=environment
            COPY <<EOF /plain
            $A "${E}" '$E' \\$E ${U:-unset}
            EOF
            COPY <<'EOF' /quoted
            $A "${E}"
            EOF
            COPY --chown=33:50 --chmod=750 <<one file <<-two /folder/
            1
            one
            \t2
            \t\t22
            two
            ADD <<EOF /added
            added
            EOF
            """);
    sh(image, "cat /plain /quoted /added; cd /folder; cat one file two; stat -c '%n %u:%g %a' *")
        .prints(
            """
            argument "environment" 'environment' $E unset
            $A "${E}"
            added
            1
            from the context
            2
            22
            file 33:50 750
            one 33:50 750
            two 33:50 750\
            """);
    sh(image, "stat -c '%u:%g %a' /plain /added").prints("0:0 644\n0:0 644");
  }

  @Test
  void theCacheKnowsDocumentsByTheirContent() {
    String dockerfile = "COPY <<EOF /a\ntext\nEOF\nRUN <<EOF\n#!/bin/sh\necho b >/b\nEOF\n";
    String image = build(dockerfile);
    tryBuild(image, dockerfile).saysOnErr("CACHED");
    tryBuild(image, dockerfile.replace("echo b", "echo c")).ok();
    sh(image, "cat /a /b").prints("text\nc");
    tryBuild(image, dockerfile.replace("text", "other")).ok();
    sh(image, "cat /a /b").prints("other\nb");
  }

  @Test
  void triggersHoldDocuments() {
    String base =
        build("ONBUILD COPY <<-EOF /a\n\ttriggered\n\tEOF\nONBUILD RUN <<X\ncp /a /b\nX\n");
    String image = jdock.image();
    Host.write(context.resolve("Dockerfile"), "FROM " + base + "\n");
    jdock.run("build", "-t", image, context.toString()).ok();
    sh(image, "cat /b").prints("triggered");
  }

  @Test
  void anUnterminatedDocumentIsShownWithItsLines() {
    tryBuild(jdock.image(), "RUN <<EOF\necho\n")
        .exits(1)
        .saysOnErr("Dockerfile:2")
        .saysOnErr("   2 | >>> RUN <<EOF")
        .saysOnErr("unterminated heredoc");
  }
}
