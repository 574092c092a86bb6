package dev.jdock.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FanoutTest {
  private final Fanout fanout = new Fanout();
  private final List<String> heard = new ArrayList<>();

  private OutputPump.Receiver receiver(String name, boolean more) {
    return new OutputPump.Receiver() {
      @Override
      public boolean receive(byte[] bytes, int length) {
        heard.add(name + length);
        return more;
      }

      @Override
      public void ended() {
        heard.add(name + " ended");
      }
    };
  }

  @Test
  void everybodyHearsAndOneCanHoldItUp() {
    OutputPump.Receiver slow = receiver("slow", false);
    fanout.add(receiver("a", true));
    fanout.add(slow);
    assertThat(fanout.receive(new byte[3], 2)).isFalse();
    fanout.remove(slow);
    assertThat(fanout.receive(new byte[3], 3)).isTrue();
    assertThat(heard).containsExactly("a2", "slow2", "a3");
  }

  @Test
  void endIsToldOnceAndToLatecomersAtOnce() {
    fanout.add(receiver("a", true));
    fanout.ended();
    fanout.ended();
    fanout.add(receiver("late", true));
    fanout.awaitEnd();
    assertThat(heard).containsExactly("a ended", "late ended");
  }

  @Test
  void receiverAddedDuringTheEndHearsOfItExactlyOnce() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 500; i++) {
        Fanout each = new Fanout();
        AtomicInteger ends = new AtomicInteger();
        Future<?> ending = pool.submit(each::ended);
        Future<?> adding =
            pool.submit(() ->
                each.add(
                    new OutputPump.Receiver() {
                      @Override
                      public boolean receive(byte[] bytes, int length) {
                        return true;
                      }

                      @Override
                      public void ended() {
                        ends.incrementAndGet();
                      }
                    }));
        ending.get();
        adding.get();
        assertThat(ends).hasValue(1);
      }
    }
  }
}
