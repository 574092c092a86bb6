package dev.jdock.runtime.container.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes records in which every component has a value of its own, other than its default, whatever
 * components are added: but for truth, of which there is not enough, so that one boolean alone is
 * true.
 */
final class RecordSamples {
  private final int theTrueOne;
  private int values;
  private int booleans;

  private RecordSamples(int theTrueOne) {
    this.theTrueOne = theTrueOne;
  }

  /** As many as it takes for each boolean to be the true one. */
  static <T extends Record> List<T> of(Class<T> type) {
    RecordSamples counting = new RecordSamples(0);
    T first = type.cast(counting.value(type));
    List<T> all = new java.util.ArrayList<>(List.of(first));
    for (int i = 1; i < counting.booleans; i++) {
      all.add(type.cast(new RecordSamples(i).value(type)));
    }
    return all;
  }

  private Object value(Type type) {
    return switch (type) {
      case Class<?> plain -> plain(plain);
      case ParameterizedType generic -> generic(generic);
      default -> throw new AssertionError("no sample of " + type);
    };
  }

  private Object plain(Class<?> type) {
    values++;
    if (type == String.class) {
      return "value " + values;
    } else if (type == int.class || type == Integer.class) {
      return values;
    } else if (type == long.class) {
      return 1_000_000_000_000L + values;
    } else if (type == boolean.class) {
      return booleans++ == theTrueOne;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[values % type.getEnumConstants().length];
    } else if (type.isRecord()) {
      return record(type);
    }
    throw new AssertionError("no sample of " + type);
  }

  private Object generic(ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == List.class) {
      return List.of(value(of[0]), value(of[0]));
    } else if (raw == SortedSet.class) {
      return new TreeSet<>(List.of(value(of[0]), value(of[0])));
    } else if (raw == Map.class || raw == SortedMap.class) {
      return new TreeMap<>(Map.of(value(of[0]), value(of[1])));
    }
    throw new AssertionError("no sample of " + type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    Object[] arguments =
        Arrays.stream(components).map(each -> value(each.getGenericType())).toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
