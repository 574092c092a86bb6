package dev.jdock.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.io.OutputPump;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForwardedLogTest {
  private final List<LogLine> arrived = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch resumed = new CountDownLatch(1);
  private final Semaphore taken = new Semaphore(0);

  /** Takes a line whenever the test lets it. */
  private final class Slow implements LogDestination {
    @Override
    public void send(LogLine line) {
      taken.acquireUninterruptibly();
      arrived.add(line);
    }

    @Override
    public void giveUp() {
      taken.release(1_000);
    }

    @Override
    public void close() {}
  }

  private ForwardedLog log(LogBuffer buffer) {
    return new ForwardedLog("x", new Slow(), buffer, Clock.systemUTC(), resumed::countDown);
  }

  private static boolean write(OutputPump.Receiver stream, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return stream.receive(bytes, bytes.length);
  }

  private List<String> texts() {
    return arrived.stream().map(line -> new String(line.text(), UTF_8)).toList();
  }

  @Test
  void aContainerWaitsForWhoeverIsBehind() throws InterruptedException {
    try (ForwardedLog log = log(new LogBuffer(20, false))) {
      OutputPump.Receiver out = log.receiver(false);
      assertThat(write(out, "0123456789\n")).isTrue();
      assertThat(write(out, "0123456789\n")).isFalse();
      taken.release(2);
      resumed.await();
      assertThat(write(out, "on\n")).isTrue();
      taken.release(1);
    }
    assertThat(texts()).containsExactly("0123456789", "0123456789", "on");
  }

  @Test
  void orLinesAreLost() {
    try (ForwardedLog log = log(new LogBuffer(20, true))) {
      OutputPump.Receiver out = log.receiver(false);
      for (int i = 0; i < 9; i++) {
        assertThat(write(out, "01234567-" + i + "\n")).isTrue();
      }
      taken.release(9);
    }
    assertThat(texts()).hasSizeBetween(2, 3).first().isEqualTo("01234567-0");
  }

  @Test
  void partsOfALongLineAreTold() {
    taken.release(9);
    try (ForwardedLog log = log(new LogBuffer(1 << 20, false))) {
      OutputPump.Receiver out = log.receiver(true);
      write(out, "x".repeat(20_000) + "\nshort\n" + "y".repeat(17_000));
      out.ended();
    }
    assertThat(arrived).hasSize(5).allMatch(LogLine::standardError);
    String id = arrived.get(0).part().id();
    assertThat(arrived.get(0).part()).isEqualTo(new LogLine.Part(id, 1, false));
    assertThat(arrived.get(1).part()).isEqualTo(new LogLine.Part(id, 2, true));
    assertThat(arrived.get(1).text()).hasSize(20_000 - 16_384);
    assertThat(arrived.get(2).part()).isNull();
    assertThat(arrived.get(3).part().ordinal()).isEqualTo(1);
    assertThat(arrived.get(4).part().last()).isTrue();
  }
}
