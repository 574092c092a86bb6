package dev.jdock.image.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void fileFailuresAreToldInTheSystemsWords() {
    assertThat(Reason.of(new NoSuchFileException("/x"))).isEqualTo("/x: no such file or directory");
    assertThat(Reason.of(new UncheckedIOException(new AccessDeniedException("/x"))))
        .isEqualTo("/x: permission denied");
    assertThat(Reason.withoutFile(new FileSystemException("/x", null, "Read-only file system")))
        .isEqualTo("read-only file system");
    assertThat(Reason.of(new FileSystemException("/x"))).isEqualTo("/x: input/output error");
  }

  @Test
  void noClassIsNamed() {
    IOException wrapped = new IOException(new NoSuchFileException("/x"));
    assertThat(Reason.of(wrapped)).isEqualTo("/x");
    assertThat(Reason.of(new IllegalStateException(new RuntimeException("full"))))
        .isEqualTo("full");
    assertThat(Reason.of(new NullPointerException("Cannot invoke \"Foo.bar()\""))).isEmpty();
    assertThat(Reason.of(new ClassCastException("class java.lang.String cannot be cast")))
        .isEmpty();
    assertThat(Reason.of(new StackOverflowError())).isEqualTo("nested too deeply");
    assertThat(Reason.of(new OutOfMemoryError("Java heap space"))).isEqualTo("out of memory");
    assertThat(Reason.of(new OutOfMemoryError("unable to create native thread: possibly …")))
        .isEqualTo("no thread can be started (limit of processes)");
  }

  @Test
  void oneLineIsEnough() {
    assertThat(Reason.of(new IllegalStateException("first\nsecond"))).isEqualTo("first");
    assertThat(Reason.of(new IllegalStateException())).isEmpty();
  }

  @Test
  void aFullDiskIsToldOfAsByDocker() {
    String text = "/x/No space left: No space left on device";
    assertThat(Reason.of(new IOException(text)))
        .isEqualTo("/x/No space left: no space left on device");
    assertThat(JdockException.internal("write " + text, new IOException(text)))
        .hasMessage("write /x/No space left: no space left on device");
    assertThat(Reason.of(new FileSystemException("/x", null, "Disk quota exceeded")))
        .isEqualTo("/x: disk quota exceeded");
    assertThat(new SyscallException("write", Errno.ENOSPC, "/x"))
        .hasMessage("write /x: no space left on device");
  }

  @Test
  void textsAboutFilesAndHostsStayWhole() {
    assertThat(Reason.of(new IOException("registry.example.com/App: refused by Daemon.json")))
        .isEqualTo("registry.example.com/App: refused by Daemon.json");
  }
}
