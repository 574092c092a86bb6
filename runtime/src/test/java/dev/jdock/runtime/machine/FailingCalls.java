package dev.jdock.runtime.machine;

import dev.jdock.linux.Errno;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.LibC;
import dev.jdock.linux.libc.Syscalls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the C library in this module's tests, and makes one call fail as if the kernel
 * had no memory or no descriptor left. The calls are counted of the thread that asks for it and of
 * the threads that it starts meanwhile.
 */
public final class FailingCalls implements UnaryOperator<LibC> {
  private static final InheritableThreadLocal<@Nullable Failure> FAILURE =
      new InheritableThreadLocal<>();

  /** What no shortage makes fail, and what an undo could not do without. */
  private static final Set<String> NEVER =
      Set.of("close", "waitid", "poll", "epoll_wait", "kill", "getpid", "getuid");

  /** The call that fails, by its place among all. */
  static final class Failure implements AutoCloseable {
    private final AtomicInteger left;
    private volatile boolean over;
    private volatile @Nullable String call;

    private Failure(int place) {
      left = new AtomicInteger(place);
    }

    /** The call that has failed, or null when there were fewer. */
    @Nullable String call() {
      return call;
    }

    private boolean isNow(String name) {
      if (over || left.getAndDecrement() != 0) {
        return false;
      }
      call = name;
      return true;
    }

    @Override
    public void close() {
      over = true;
      FAILURE.remove();
    }
  }

  /**
   * Lets one call fail.
   *
   * @param place how many succeed before
   */
  static Failure after(int place) {
    Failure failure = new Failure(place);
    FAILURE.set(failure);
    return failure;
  }

  @Override
  public LibC apply(LibC library) {
    return (LibC)
        Proxy.newProxyInstance(
            LibC.class.getClassLoader(),
            new Class<?>[] {LibC.class},
            (_, method, arguments) -> {
              Failure failure = FAILURE.get();
              if (failure != null
                  && canFail(method, arguments)
                  && failure.isNow(name(method, arguments))) {
                return fail(method);
              }
              return call(library, method, arguments);
            });
  }

  private static @Nullable Object call(LibC library, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(library, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static boolean canFail(Method method, Object @Nullable [] arguments) {
    return !NEVER.contains(method.getName())
        && method.getReturnType() != void.class
        && !(method.getName().equals("syscall")
            && arguments != null
            && arguments[0].equals((long) Syscalls.PIDFD_SEND_SIGNAL));
  }

  private static String name(Method method, Object @Nullable [] arguments) {
    return method.getName() + Arrays.toString(arguments);
  }

  private static Object fail(Method method) {
    Errno errno = method.getName().startsWith("open") ? Errno.EMFILE : Errno.ENOMEM;
    if (method.getName().startsWith("posix_spawn")) {
      return errno.number();
    }
    C.RUNTIME.setLastError(errno.number());
    return method.getReturnType() == long.class ? (Object) (-1L) : (Object) (-1);
  }
}
