package dev.jdock.linux.netlink;

import static dev.jdock.linux.netlink.MessageWriter.NLM_F_ACK;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_APPEND;
import static dev.jdock.linux.netlink.MessageWriter.NLM_F_CREATE;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to one table that the kernel makes all together or not at all. {@link NfTables#commit}
 * sends them.
 */
public final class NfBatch {
  private static final int SUBSYSTEM = 10;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;

  private static final int NEWTABLE = 0;
  private static final int DELTABLE = 2;
  private static final int NEWCHAIN = 3;
  private static final int NEWRULE = 6;
  private static final int DELRULE = 8;
  private static final int NEWSET = 9;
  private static final int NEWSETELEM = 12;
  private static final int DELSETELEM = 14;

  private static final int NFT_SET_MAP = 8;
  private static final int NFT_SET_TIMEOUT = 0x10;
  private static final int NFT_SET_EVAL = 0x20;

  private final AddressFamily family;
  private final String table;
  private final List<MessageWriter> messages = new ArrayList<>();

  public NfBatch(AddressFamily family, String table) {
    this.family = family;
    this.table = table;
  }

  /** Creates the table, unless it exists. */
  public NfBatch addTable() {
    add("add table " + table, NEWTABLE, NLM_F_CREATE).attribute(1, table).attributeBig32(2, 0);
    return this;
  }

  /** Deletes the table and all that is in it; ENOENT when it does not exist. */
  public NfBatch deleteTable() {
    add("delete table " + table, DELTABLE, 0).attribute(1, table);
    return this;
  }

  /** The hook of netfilter that a chain is attached to. */
  public enum Hook {
    PREROUTING(0, "nat", -100),
    INPUT(1, "filter", 0),
    FORWARD(2, "filter", 0),
    OUTPUT(3, "nat", -100),
    POSTROUTING(4, "nat", 100);

    private final int number;
    private final String type;
    private final int priority;

    Hook(int number, String type, int priority) {
      this.number = number;
      this.type = type;
      this.priority = priority;
    }
  }

  /** Adds a base chain whose policy is to accept. */
  public NfBatch addChain(String name, Hook hook) {
    add("add chain " + table + " " + name, NEWCHAIN, NLM_F_CREATE)
        .attribute(1, table)
        .attribute(3, name)
        .nested(4, h -> h.attributeBig32(1, hook.number).attributeBig32(2, hook.priority))
        .attributeBig32(5, 1)
        .attribute(7, hook.type);
    return this;
  }

  /**
   * Adds a rule at the start of a chain, with a comment by which {@link NfTables#rules} knows it.
   *
   * @param comment at most 127 bytes
   */
  public NfBatch insertRule(String chain, String comment, NfExpression... expressions) {
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    // libnftnl's layout, which nft shows: type 0 (comment), length, text, NUL.
    byte[] userData =
        ByteBuffer.allocate(text.length + 3)
            .put((byte) 0)
            .put((byte) (text.length + 1))
            .put(text)
            .array();
    rule("insert rule " + table + " " + chain, NLM_F_CREATE, chain, expressions)
        .attribute(7, userData);
    return this;
  }

  /** Deletes a rule; ENOENT when it is not there. */
  public NfBatch deleteRule(String chain, long handle) {
    add("delete rule " + table + " " + chain + " " + handle, DELRULE, 0)
        .attribute(1, table)
        .attribute(2, chain)
        .attribute(3, ByteBuffer.allocate(8).putLong(handle).array());
    return this;
  }

  /** Adds a rule at the end of a chain. */
  public NfBatch addRule(String chain, NfExpression... expressions) {
    rule("add rule " + table + " " + chain, NLM_F_CREATE | NLM_F_APPEND, chain, expressions);
    return this;
  }

  private MessageWriter rule(
      String description, int flags, String chain, NfExpression... expressions) {
    return add(description, NEWRULE, flags)
        .attribute(1, table)
        .attribute(2, chain)
        .nested(
            4,
            list -> {
              for (NfExpression expression : expressions) {
                expression.write(list);
              }
            });
  }

  /**
   * Adds a map from a concatenation of fields to an address and a port. The type numbers are nft's
   * own; the kernel only keeps them, for nft to show.
   */
  public NfBatch addPortMap(String name, List<NfMap.Field> key) {
    int id = messages.size() + 1;
    add("add map " + table + " " + name, NEWSET, NLM_F_CREATE)
        .attribute(1, table)
        .attribute(2, name)
        .attributeBig32(3, NFT_SET_MAP)
        .attributeBig32(4, NfMap.type(family, key))
        .attributeBig32(5, NfMap.length(family, key))
        .attributeBig32(6, NfMap.type(family, NfMap.TARGET))
        .attributeBig32(7, NfMap.length(family, NfMap.TARGET))
        .attributeBig32(10, id);
    return this;
  }

  /** Adds a set whose elements stay until they are deleted. */
  public NfBatch addLastingSet(String name, List<NfMap.Field> key) {
    MessageWriter _ = set(name, key, 0);
    return this;
  }

  /** Adds a set whose elements stay for a time that each of them says. */
  public NfBatch addSet(String name, List<NfMap.Field> key) {
    MessageWriter _ = set(name, key, NFT_SET_TIMEOUT);
    return this;
  }

  /**
   * Adds a set that {@link NfExpression.CountInSet} fills.
   *
   * @param most elements that it holds
   * @param timeoutMillis how long each of them stays after the last packet
   */
  public NfBatch addCountingSet(String name, List<NfMap.Field> key, int most, long timeoutMillis) {
    MessageWriter _ =
        set(name, key, NFT_SET_TIMEOUT | NFT_SET_EVAL)
            .nested(9, d -> d.attributeBig32(1, most))
            .attributeBig64(11, timeoutMillis);
    return this;
  }

  private MessageWriter set(String name, List<NfMap.Field> key, int flags) {
    int id = messages.size() + 1;
    return add("add set " + table + " " + name, NEWSET, NLM_F_CREATE)
        .attribute(1, table)
        .attribute(2, name)
        .attributeBig32(3, flags)
        .attributeBig32(4, NfMap.type(family, key))
        .attributeBig32(5, NfMap.length(family, key))
        .attributeBig32(10, id);
  }

  /** Adds a key to a set for a time; one that is there keeps its time. */
  public NfBatch addToSet(String set, byte[] key, long timeoutMillis) {
    add("add element to " + table + " " + set, NEWSETELEM, NLM_F_CREATE)
        .attribute(1, table)
        .attribute(2, set)
        .nested(
            3,
            list ->
                list.nested(
                    1,
                    element ->
                        element
                            .nested(1, data -> data.attribute(1, key))
                            .attributeBig64(4, timeoutMillis)));
    return this;
  }

  /** Adds keys to a lasting set; those that are there are not changed. */
  public NfBatch addToSet(String set, List<byte[]> keys) {
    if (!keys.isEmpty()) {
      add("add elements to " + table + " " + set, NEWSETELEM, NLM_F_CREATE)
          .attribute(1, table)
          .attribute(2, set)
          .nested(
              3,
              list ->
                  keys.forEach(key ->
                      list.nested(
                          1, element -> element.nested(1, data -> data.attribute(1, key)))));
    }
    return this;
  }

  /** Deletes a key from a set; ENOENT when it is not there. */
  public NfBatch deleteFromSet(String set, byte[] key) {
    add("delete element from " + table + " " + set, DELSETELEM, 0)
        .attribute(1, table)
        .attribute(2, set)
        .nested(
            3,
            list -> list.nested(1, element -> element.nested(1, data -> data.attribute(1, key))));
    return this;
  }

  /** Adds elements to a map; an existing one with the same target is not changed. */
  public NfBatch addElements(String map, List<NfMap.Element> elements) {
    if (!elements.isEmpty()) {
      elements("add elements to " + table + " " + map, NEWSETELEM, NLM_F_CREATE, map, elements);
    }
    return this;
  }

  /** Deletes elements from a map; ENOENT when one is not there. */
  public NfBatch deleteElements(String map, List<NfMap.Element> elements) {
    if (!elements.isEmpty()) {
      elements("delete elements from " + table + " " + map, DELSETELEM, 0, map, elements);
    }
    return this;
  }

  private void elements(
      String description, int type, int flags, String map, List<NfMap.Element> elements) {
    add(description, type, flags)
        .attribute(1, table)
        .attribute(2, map)
        .nested(3, list -> elements.forEach(element -> element.write(list)));
  }

  private MessageWriter add(String description, int type, int flags) {
    MessageWriter message =
        header(description, SUBSYSTEM << 8 | type, flags | NLM_F_ACK, family.number(), 0);
    messages.add(message);
    return message;
  }

  /** struct nfgenmsg. */
  static MessageWriter header(String description, int type, int flags, int family, int resource) {
    return new MessageWriter(description, type, flags).u8(family).u8(0).big16(resource);
  }

  /** The messages, between those that begin and end a batch. */
  List<MessageWriter> messages() {
    List<MessageWriter> all = new ArrayList<>();
    all.add(header("begin batch", BATCH_BEGIN, 0, 0, SUBSYSTEM));
    all.addAll(messages);
    all.add(header("end batch", BATCH_END, 0, 0, SUBSYSTEM));
    return all;
  }
}
