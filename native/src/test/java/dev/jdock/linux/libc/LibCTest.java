package dev.jdock.linux.libc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.Errno;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibCTest {
  private static final int O_RDWR = 2;

  @TempDir Path folder;

  @Test
  void everyFunctionIsInTheCLibrary() {
    for (Method method : LibC.class.getMethods()) {
      assertThat(NativeCall.find(method.getName())).as(method.getName()).isNotZero();
    }
  }

  @Test
  void aFunctionThatIsMissingIsRefusedWhenItIsCalled() {
    assertThatThrownBy(() -> NativeCall.call(NativeCall.find("jdock_has_no_such_function"), 1))
        .isInstanceOf(UnsatisfiedLinkError.class);
  }

  @Test
  void whatIsReadLeavesTheRestOfTheArray() throws Exception {
    Path file = Files.writeString(folder.resolve("grün"), "abc");
    byte[] buffer = "0123456789".getBytes(UTF_8);
    int fd = C.LIBC.open(file.toString(), O_RDWR, 0);
    try {
      assertThat(C.LIBC.read(fd, buffer, 5)).isEqualTo(3);
      assertThat(new String(buffer, UTF_8)).isEqualTo("abc3456789");
      assertThat(C.LIBC.read(fd, buffer, 5)).isZero();
      assertThat(new String(buffer, UTF_8)).isEqualTo("abc3456789");
    } finally {
      C.LIBC.close(fd);
    }
  }

  @Test
  void whatIsWrittenIsTheBytesOfTheArray() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    int fd = C.LIBC.open(file.toString(), O_RDWR, 0);
    try {
      byte[] content = new byte[300_000];
      content[299_999] = 7;
      assertThat(C.LIBC.write(fd, content, content.length)).isEqualTo(content.length);
      assertThat(C.LIBC.pwrite(fd, "x".getBytes(UTF_8), 1, 2)).isEqualTo(1);
      content[2] = 'x';
      assertThat(Files.readAllBytes(file)).isEqualTo(content);
    } finally {
      C.LIBC.close(fd);
    }
  }

  @Test
  void anErrorIsThatOfTheCallingThreadsLastCall() {
    assertThat(C.LIBC.close(-1)).isEqualTo(-1);
    assertThat(Errno.last()).isEqualTo(Errno.EBADF);
    assertThat(C.LIBC.lgetxattr(folder.resolve("none").toString(), "user.a", null, 0))
        .isEqualTo(-1);
    assertThat(Errno.last()).isEqualTo(Errno.ENOENT);
  }

  @Test
  void numbersComeBackFromAnArray() {
    int[] fds = {-1, -1};
    assertThat(C.LIBC.pipe2(fds, 0)).isZero();
    assertThat(C.LIBC.write(fds[1], new byte[] {42}, 1)).isEqualTo(1);
    byte[] read = new byte[1];
    assertThat(C.LIBC.read(fds[0], read, 1)).isEqualTo(1);
    assertThat(read).containsExactly(42);
    C.LIBC.close(fds[0]);
    C.LIBC.close(fds[1]);
  }
}
