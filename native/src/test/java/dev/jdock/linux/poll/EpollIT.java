package dev.jdock.linux.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EpollIT {
  private static List<Long> ready(Epoll epoll) {
    List<Long> keys = new ArrayList<>();
    epoll.await(0, (key, events) -> keys.add(key));
    return keys;
  }

  @Test
  void eventIsReadableUntilItIsCleared() {
    try (Epoll epoll = new Epoll();
        EventFd event = new EventFd()) {
      epoll.add(event.descriptor(), Epoll.IN, Long.MAX_VALUE);
      assertThat(ready(epoll)).isEmpty();
      event.signal();
      event.signal();
      assertThat(ready(epoll)).containsExactly(Long.MAX_VALUE);
      assertThat(ready(epoll)).containsExactly(Long.MAX_VALUE);
      event.clear();
      assertThat(ready(epoll)).isEmpty();
    }
  }

  @Test
  void interestCanBeTakenBackAndGivenAgain() {
    Fd[] pipe = Fd.pipe();
    try (Epoll epoll = new Epoll();
        Fd read = pipe[0];
        Fd write = pipe[1]) {
      epoll.add(read, Epoll.IN, 7);
      write.writeFully("x");
      epoll.change(read, 0, 7);
      assertThat(ready(epoll)).isEmpty();
      epoll.change(read, Epoll.IN, 8);
      assertThat(ready(epoll)).containsExactly(8L);
      epoll.remove(read);
      assertThat(ready(epoll)).isEmpty();
    }
  }

  @Test
  void signalAfterCloseDoesNothing() {
    EventFd event = new EventFd();
    event.close();
    event.signal();
    assertThat(event.descriptor().isOpen()).isFalse();
  }
}
