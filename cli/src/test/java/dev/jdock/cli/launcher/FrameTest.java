package dev.jdock.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void readsWhatWasWritten() throws IOException {
    byte[] bytes = Frame.of(Frame.REQUEST, "1", "größe", "", "A=b").bytes();
    Frame read = Objects.requireNonNull(Frame.read(new ByteArrayInputStream(bytes)));
    assertThat(read.type()).isEqualTo(Frame.REQUEST);
    assertThat(read.strings()).containsExactly("1", "größe", "", "A=b");
  }

  @Test
  void isARequestToTheBuildItNamesAlone() {
    Frame bound = Frame.of(Frame.BOUND_REQUEST, "0123", "1", "ps");
    assertThat(bound.requestTo("0123").orElseThrow().strings()).containsExactly("1", "ps");
    assertThat(bound.requestTo("0123").orElseThrow().type()).isEqualTo(Frame.REQUEST);
    assertThat(bound.requestTo("012")).isEmpty();
    assertThat(bound.requestTo("01234")).isEmpty();
    assertThat(bound.requestTo("4567")).isEmpty();
    assertThat(Frame.of(Frame.BOUND_REQUEST).requestTo("0123")).isEmpty();
  }

  @Test
  void keepsNegativeExitCodes() throws IOException {
    byte[] bytes = Frame.exit(-1).bytes();
    assertThat(Objects.requireNonNull(Frame.read(new ByteArrayInputStream(bytes))).code())
        .isEqualTo(-1);
  }

  @Test
  void endsWhereTheStreamEnds() throws IOException {
    assertThat(Frame.read(new ByteArrayInputStream(new byte[0]))).isNull();
  }

  @Test
  void refusesATruncatedFrame() {
    byte[] bytes = Frame.of(Frame.SIGNAL, "INT").bytes();
    for (int length = 1; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Frame.read(new ByteArrayInputStream(part)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void refusesAFrameLongerThanAnyCommandLine() {
    byte[] bytes = {'R', 0x7f, 0, 0, 0};
    assertThatThrownBy(() -> Frame.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessage("frame of 2130706432 bytes");
  }
}
