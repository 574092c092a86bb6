import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Takes the constants of type BigDecimal out of Jackson's parsers, run by the build: {@code
 * PatchJackson.java LIBRARIES CHANGED}. Each parser initialises BigDecimal by them, for which JDK 25
 * reckons 5 to the power of 65,536: 60 to 150 ms of a start, in the interpreter. They are there to
 * say whether a decimal number fits into an int or a long, so each use makes its number when it
 * comes to it.
 *
 * <p>The changed classes of {@code LIBRARIES/x.jar} go to the folder {@code CHANGED/x.jar}. Fails
 * where Jackson is not as it was when this was written.
 */
final class PatchJackson {
  private static final ClassDesc BASE =
      ClassDesc.of("com.fasterxml.jackson.core.base.ParserMinimalBase");
  private static final ClassDesc DECIMAL = ClassDesc.of("java.math.BigDecimal");
  private static final ClassDesc INTEGER = ClassDesc.of("java.math.BigInteger");
  private static final MethodTypeDesc OF_INTEGER = MethodTypeDesc.of(CD_void, INTEGER);

  /** Of each there is a BigDecimal {@code BD_…} that is made of a BigInteger {@code BI_…}. */
  private static final Set<String> CONSTANTS =
      Set.of("MIN_INT", "MAX_INT", "MIN_LONG", "MAX_LONG");

  /** A new pool, so that nothing of what is gone is left in it. */
  private final ClassFile classes =
      ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);

  private final Set<String> removed = new TreeSet<>();
  private int uses;

  private PatchJackson() {}

  public static void main(String[] arguments) throws IOException {
    PatchJackson patch = new PatchJackson();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        patch.patch(jar, Path.of(arguments[1]).resolve(jar.getFileName()));
      }
      if (!patch.removed.equals(CONSTANTS) || patch.uses == 0) {
        throw new IllegalStateException(
            "found constants " + patch.removed + " and " + patch.uses + " uses of them");
      }
    } catch (IllegalStateException e) {
      System.err.println(
          """
          PatchJackson: %s.
          Another Jackson than this was written for? Look at BigDecimal in its ParserMinimalBase and whoever uses that: if its
          class initialiser makes none any more, remove PatchJackson.java and its call in package.sh; otherwise follow it here."""
              .formatted(e.getMessage()));
      System.exit(1);
    }
  }

  private void patch(Path jar, Path changed) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        // Most classes need not be taken apart to know.
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("BD_M")) {
          continue;
        }
        ClassModel model = classes.parse(bytes);
        if (refers(model)) {
          Path target = changed.resolve(entry.getName());
          Files.createDirectories(target.getParent());
          Files.write(target, patched(model, entry.getName()));
        }
      }
    }
  }

  private byte[] patched(ClassModel model, String name) {
    byte[] bytes = classes.transformClass(model, changes(model));
    if (refers(classes.parse(bytes))) {
      throw new IllegalStateException("a use of the constants is left in " + name);
    }
    List<VerifyError> errors = classes.verify(bytes);
    if (!errors.isEmpty()) {
      throw new IllegalStateException("invalid " + name + ": " + errors);
    }
    return bytes;
  }

  private static boolean refers(ClassModel model) {
    boolean declares = model.fields().stream().anyMatch(field -> isConstant(model, field));
    for (var entry : model.constantPool()) {
      if (entry instanceof FieldRefEntry field
          && isConstant(field.name().stringValue(), field.typeSymbol())) {
        return true;
      }
    }
    return declares;
  }

  private static boolean isConstant(ClassModel model, FieldModel field) {
    return model.thisClass().asSymbol().equals(BASE)
        && isConstant(field.fieldName().stringValue(), field.fieldTypeSymbol());
  }

  /** Whoever inherits it names it as a field of its own class. */
  private static boolean isConstant(String name, ClassDesc type) {
    return type.equals(DECIMAL) && name.startsWith("BD_") && CONSTANTS.contains(name.substring(3));
  }

  private ClassTransform changes(ClassModel model) {
    return (builder, element) -> {
      switch (element) {
        case FieldModel field when isConstant(model, field) -> {}
        case MethodModel method when method.methodName().equalsString(CLASS_INIT_NAME) ->
            builder.transformMethod(
                method,
                (inner, part) -> {
                  if (part instanceof CodeModel code) {
                    inner.withCode(to -> withoutConstants(code, to));
                  } else {
                    inner.with(part);
                  }
                });
        case MethodModel method ->
            builder.transformMethod(method, MethodTransform.transformingCode(making()));
        default -> builder.with(element);
      }
    };
  }

  /** In place of the field's value a new number. */
  private CodeTransform making() {
    return (code, element) -> {
      if (element instanceof FieldInstruction field
          && field.opcode() == Opcode.GETSTATIC
          && isConstant(field.name().stringValue(), field.typeSymbol())) {
        uses++;
        code.new_(DECIMAL)
            .dup()
            .getstatic(BASE, "BI_" + field.name().stringValue().substring(3), INTEGER)
            .invokespecial(DECIMAL, INIT_NAME, OF_INTEGER);
      } else {
        code.with(element);
      }
    };
  }

  /** Leaves out {@code BD_x = new BigDecimal(BI_x)}, which has to be exactly that. */
  private void withoutConstants(CodeModel from, CodeBuilder to) {
    List<CodeElement> elements = from.elementList();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof NewObjectInstruction made
          && made.className().asSymbol().equals(DECIMAL)) {
        List<Instruction> statement = new ArrayList<>();
        for (; statement.size() < 5 && i < elements.size(); i++) {
          if (elements.get(i) instanceof Instruction instruction) {
            statement.add(instruction);
          }
        }
        i--;
        removed.add(constant(statement));
      } else {
        to.with(elements.get(i));
      }
    }
  }

  private static String constant(List<Instruction> statement) {
    if (statement.size() == 5
        && statement.get(1).opcode() == Opcode.DUP
        && statement.get(2) instanceof FieldInstruction whole
        && whole.opcode() == Opcode.GETSTATIC
        && statement.get(3) instanceof InvokeInstruction call
        && call.typeSymbol().equals(OF_INTEGER)
        && statement.get(4) instanceof FieldInstruction constant
        && constant.opcode() == Opcode.PUTSTATIC
        && isConstant(constant.name().stringValue(), constant.typeSymbol())) {
      String name = constant.name().stringValue().substring(3);
      if (whole.name().equalsString("BI_" + name)) {
        return name;
      }
    }
    throw new IllegalStateException("a BigDecimal is made in another way: " + statement);
  }
}
